"""What `figures` reads from an ELF file: section sizes, symbols, stack sizes, and the call graph."""

import re
import struct
import subprocess

OBJDUMP = "arm-none-eabi-objdump"


class Elf:
    """A 32-bit little-endian ELF file."""

    def __init__(self, path):
        self.path = str(path)
        with open(path, "rb") as file:
            self.bytes = file.read()
        assert self.bytes[:6] == b"\x7fELF\x01\x01", f"{path} is not a 32-bit little-endian ELF file"
        (start,) = struct.unpack_from("<I", self.bytes, 32)
        size, count, names = struct.unpack_from("<HHH", self.bytes, 46)
        headers = [struct.unpack_from("<10I", self.bytes, start + size * index) for index in range(count)]
        names = headers[names][4]
        self.sections = {self._text(names + header[0]): header for header in headers}

    def _text(self, at):
        return self.bytes[at : self.bytes.index(b"\0", at)].decode()

    def size(self, *sections):
        """Total size of sections in bytes. A missing section counts as empty."""
        return sum(self.sections[name][5] for name in sections if name in self.sections)

    def size_without_paths(self, section):
        """Size of a section without the paths of source files, which differ between machines, rounded down to a multiple of 16."""
        content = self.content(section)
        return (len(content) - sum(map(len, re.findall(rb"/[\x21-\x7e]+?\.rs", content)))) & ~15

    def content(self, section):
        header = self.sections[section]
        return self.bytes[header[4] : header[4] + header[5]]

    def symbols(self):
        """Name, address and size of each named symbol."""
        names = self.sections[".strtab"][4]
        for name, address, size, _info, _other, section in struct.iter_unpack("<IIIBBH", self.content(".symtab")):
            if name and section:
                yield self._text(names + name), address, size

    def symbol(self, part):
        """Address and size of the only symbol whose mangled name contains a part."""
        found = {(address, size) for name, address, size in self.symbols() if part in name}
        assert len(found) == 1, f"{self.path}: {len(found)} symbols with {part}"
        return found.pop()

    def frames(self):
        """Size of each function's stack frame by its address, as recorded by `-Z emit-stack-sizes`."""
        content, at, frames = self.content(".stack_sizes"), 0, {}
        while at < len(content):
            (address,) = struct.unpack_from("<I", content, at)
            at, size, shift = at + 4, 0, 0
            while True:
                byte, at = content[at], at + 1
                size, shift = size | (byte & 0x7F) << shift, shift + 7
                if byte < 0x80:
                    break
            frames[address & ~1] = size
        return frames


class Calls:
    """The call graph, from the disassembly."""

    CALL = re.compile(r"\t(bl|b|b\.w|b[a-z]{2}(?:\.[nw])?|cbn?z)\t.*?([0-9a-f]+) <([^+>]+)(\+0x[0-9a-f]+)?>")
    # Not `mov pc, ...`: a `match` uses it to jump within its function if there is no instruction for tables.
    INDIRECT = re.compile(r"\t(blx|bx)\t(?!lr)")

    def __init__(self, elf):
        self.elf, self.frames = elf, elf.frames()
        self.calls, self.indirect, self.names = {}, set(), {}
        function = None
        listing = subprocess.run([OBJDUMP, "-d", "--no-show-raw-insn", elf.path], capture_output=True, text=True, check=True)
        for line in listing.stdout.splitlines():
            if head := re.match(r"([0-9a-f]+) <(.+)>:$", line):
                function = int(head[1], 16)
                self.names[function] = head[2]
                self.calls[function] = set()
            elif call := self.CALL.search(line):
                target, inside = int(call[2], 16), call[4]
                # A jump within a function is not a call. A jump to the start of another function is a tail call.
                if not inside and (target != function or call[1] == "bl"):
                    self.calls[function].add(target)
            elif function is not None and self.INDIRECT.search(line):
                self.indirect.add(function)

    def worst(self, root):
        """The deepest path from a function: its bytes and its functions. Raises ValueError if it cannot be determined."""
        start = next(address for address, name in self.names.items() if name == root)
        known, path = {}, []

        def visit(function):
            if function in path:
                raise ValueError("recursion: " + " -> ".join(self.names[at] for at in path[path.index(function) :]))
            if function in self.indirect:
                raise ValueError(f"indirect call in {self.names[function]}")
            if function not in known:
                path.append(function)
                deepest = max((visit(callee) for callee in sorted(self.calls[function])), default=(0, ()))
                path.pop()
                # Functions of the compiler's own library that are written in assembly have no frame.
                known[function] = (self.frames.get(function, 0) + deepest[0], (self.names[function], *deepest[1]))
            return known[function]

        return visit(start)
