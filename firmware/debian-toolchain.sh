# To be sourced where rustup has no bare-metal targets:  . firmware/debian-toolchain.sh
#
# Debian's packages rustc-web, cargo-web and rust-web-src bring a compiler with the source of the core library, which is then built
# along with the firmware; lld links. RUSTC_BOOTSTRAP lets this stable compiler do so.

export RUSTC=/usr/bin/rustc
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=core
for _target in THUMBV6M_NONE_EABI THUMBV7M_NONE_EABI THUMBV7EM_NONE_EABIHF THUMBV8M_MAIN_NONE_EABIHF \
  RISCV32IMAC_UNKNOWN_NONE_ELF; do
  export "CARGO_TARGET_${_target}_LINKER=ld.lld"
done
unset _target

# rustup's cargo would come first in PATH.
cargo() { /usr/bin/cargo "$@"; }

# Whether the packages are there.
has_debian_toolchain() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ] &&
    command -v ld.lld >/dev/null
}
