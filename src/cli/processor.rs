//! Whether the processor has the instructions that the program was built for (`.cargo/config.toml`).

/// Said where it has not.
pub(super) const COMPLAINT: &str = "\
error: this program was built for processors with AVX2 and BMI2, and this one lacks them; build it for any \
processor, with the same results, by: RUSTFLAGS= cargo build --release
";

/// Whether an instruction may come that the processor does not know, which would end the program
/// without a word.
#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
pub(super) fn is_too_old() -> bool {
    let newer = raw_cpuid::CpuId::new().get_extended_feature_info();
    !newer.is_some_and(|newer| newer.has_avx2() && newer.has_bmi2())
}

/// Built for any processor.
#[cfg(not(all(target_arch = "x86_64", target_feature = "avx2")))]
pub(super) const fn is_too_old() -> bool {
    false
}
