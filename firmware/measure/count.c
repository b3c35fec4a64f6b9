// A QEMU TCG plugin (API version 1) that counts instructions between marks.
//
// The measured program writes to an array of marks: a write to word i > 0 begins measurement i, a write to word 0
// ends it. Arguments: marks (address of the array), len (its length in words), stack_low and stack_high (range of the stack), store_low and
// store_high (range of the blob).
// At exit, prints a line for each measurement: number, runs, minimum, mean and maximum of instructions, maximum of bytes read from the store.
// And a line with the lowest stack address that was written to.
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The declarations from qemu-plugin.h that are used here; distributions do not ship that file.
typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
typedef struct { const char *target_name; struct { int min, cur; } version; bool system_emulation; int smp_vcpus, max_vcpus; } qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *, void (*)(unsigned, qemu_plugin_meminfo_t, uint64_t, void *), int, int, void *);
unsigned qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);
enum { NO_REGISTERS = 0, READS_AND_WRITES = 3 };

int qemu_plugin_version = 1;

enum { MOST = 128 };
static uint64_t marks, len, stack_low, stack_high, store_low, store_high;
static struct { uint64_t runs, total, least, most, read; } results[MOST];
static unsigned current;
static uint64_t instructions, read_bytes, lowest = UINT64_MAX;

static void executed(unsigned cpu, void *data) { instructions++; }

static void begin(unsigned number) {
    current = number;
    instructions = read_bytes = 0;
}

static void end(void) {
    if (current) {
        typeof(results[0]) *r = &results[current];
        if (!r->runs || instructions < r->least) r->least = instructions;
        if (instructions > r->most) r->most = instructions;
        if (read_bytes > r->read) r->read = read_bytes;
        r->runs++, r->total += instructions;
    }
    current = 0;
}

static void accessed(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void *data) {
    uint64_t size = UINT64_C(1) << qemu_plugin_mem_size_shift(info);
    if (!qemu_plugin_mem_is_store(info)) {
        if (address >= store_low && address < store_high) read_bytes += size;
    } else if (address >= marks && address < marks + 4 * len) {
        if (address == marks) end(); else begin((address - marks) / 4);
    } else if (address >= stack_low && address < stack_high) {
        if (address < lowest) lowest = address;
    }
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, executed, NO_REGISTERS, NULL);
        qemu_plugin_register_vcpu_mem_cb(instruction, accessed, NO_REGISTERS, READS_AND_WRITES, NULL);
    }
}

static void report(qemu_plugin_id_t id, void *data) {
    for (unsigned i = 1; i < MOST; i++) {
        typeof(results[0]) r = results[i];
        if (r.runs)
            fprintf(stderr, "count %u %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", i, r.runs, r.least,
                    (r.total + r.runs / 2) / r.runs, r.most, r.read);
    }
    if (lowest != UINT64_MAX) fprintf(stderr, "stack %" PRIu64 "\n", lowest);
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv) {
    static const struct { const char *name; uint64_t *value; } arguments[] = {
        {"marks", &marks},           {"len", &len},           {"stack_low", &stack_low},
        {"stack_high", &stack_high}, {"store_low", &store_low}, {"store_high", &store_high},
    };
    for (int i = 0; i < argc; i++) {
        bool known = false;
        for (size_t j = 0; j < sizeof arguments / sizeof *arguments; j++) {
            size_t length = strlen(arguments[j].name);
            if (!strncmp(argv[i], arguments[j].name, length) && argv[i][length] == '=')
                *arguments[j].value = strtoull(argv[i] + length + 1, NULL, 0), known = true;
        }
        if (!known) return fprintf(stderr, "unknown argument %s\n", argv[i]), -1;
    }
    if (len > MOST) return fprintf(stderr, "at most %d words of marks\n", MOST), -1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, report, NULL);
    return 0;
}
