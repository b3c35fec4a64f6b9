# Source this file if rustup has no bare-metal targets:  . firmware/debian-toolchain.sh
#
# Debian's packages rustc-web, cargo-web and rust-web-src contain a compiler and the source of the core library. The core library is built
# together with the firmware, which RUSTC_BOOTSTRAP allows with this stable compiler. lld links.

export RUSTC=/usr/bin/rustc
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=core
for _target in THUMBV6M_NONE_EABI THUMBV7M_NONE_EABI THUMBV7EM_NONE_EABIHF THUMBV8M_MAIN_NONE_EABIHF \
  RISCV32IMAC_UNKNOWN_NONE_ELF; do
  export "CARGO_TARGET_${_target}_LINKER=ld.lld"
done
unset _target

# Otherwise rustup's cargo comes first in PATH.
cargo() { /usr/bin/cargo "$@"; }

# Whether the packages are installed.
has_debian_toolchain() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ] &&
    command -v ld.lld >/dev/null
}
