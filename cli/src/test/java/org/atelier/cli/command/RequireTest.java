package org.atelier.cli.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequireTest {
  @Test
  void bounds_belong_to_the_range_and_an_option_that_was_not_given_is_right() {
    assertThatCode(
            () -> {
              Require.between("--count", 1, 1, 100);
              Require.between("--count", 100, 1, 100);
              Require.between("--count", null, 1, 100);
              Require.atLeast("--truncation", 0.01, 0.01);
              Require.atLeast("--truncation", null, 0.01);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void what_is_out_of_range_is_refused_by_the_name_of_the_option() {
    refused(
        () -> Require.between("--count", 0, 1, 100), "--count must be from 1 to 100, but was 0");
    refused(
        () -> Require.between("--count", 101, 1, 100),
        "--count must be from 1 to 100, but was 101");
    refused(
        () -> Require.between("--noise", Double.NaN, 0, 10),
        "--noise must be from 0 to 10, but was NaN");
    refused(
        () -> Require.atLeast("--truncation", 0.001, 0.01),
        "--truncation must be at least 0.01, but was 0.001");
    refused(
        () -> Require.between("--count", 0, 10, 10_000_000),
        "--count must be from 10 to 10000000, but was 0");
  }

  private static void refused(Runnable check, String sentence) {
    assertThatThrownBy(check::run).isInstanceOf(UsageException.class).hasMessage(sentence);
  }
}
