package org.atelier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrecisionChoiceTest {
  @Test
  void finds_bfloat16_units_in_linux_descriptions_of_x86_and_arm() {
    assertThat(PrecisionChoice.namesBfloat16("flags\t: avx512f avx512_bf16 amx_tile")).isTrue();
    assertThat(PrecisionChoice.namesBfloat16("flags\t: amx_bf16 amx_int8")).isTrue();
    assertThat(PrecisionChoice.namesBfloat16("Features\t: fp asimd bf16 i8mm")).isTrue();
    assertThat(PrecisionChoice.namesBfloat16("flags\t: avx2 avx512f avx512_vnni")).isFalse();
  }
}
