package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

/** Schedules at their edges and everywhere between. */
class SchedulePropertyTest {
  private static final double TOLERANCE = 1e-12;

  @Property(tries = 100)
  void constant_is_one(@ForAll @LongRange(min = 0) long step) {
    assertThat(Schedule.constant().factor(step)).isEqualTo(1);
  }

  @Property(tries = 200)
  void linear_decay_is_flat_then_a_line_to_zero(
      @ForAll @LongRange(min = 0, max = 1_000_000) long constant,
      @ForAll @LongRange(min = 1, max = 1_000_000) long decay,
      @ForAll @LongRange(min = 0, max = 3_000_000) long step) {
    Schedule schedule = Schedule.linearDecay(constant, decay);
    assertThat(schedule.factor(constant)).isEqualTo(1);
    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(constant + decay)).isZero();
    assertThat(schedule.factor(constant + decay + step)).isZero();
    assertThat(schedule.factor(constant + 1)).isCloseTo(1 - 1.0 / decay, within(TOLERANCE));
    assertNeverRises(schedule, step);
  }

  @Property(tries = 200)
  void step_decay_multiplies_at_every_boundary(
      @ForAll @LongRange(min = 1, max = 1000) long every,
      @ForAll @DoubleRange(min = 0.01, max = 1) double factor,
      @ForAll @LongRange(min = 1, max = 20) long times) {
    Schedule schedule = Schedule.stepDecay(every, factor);
    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(every * times - 1))
        .isCloseTo(Math.pow(factor, times - 1), within(TOLERANCE));
    assertThat(schedule.factor(every * times))
        .isCloseTo(Math.pow(factor, times), within(TOLERANCE));
    assertNeverRises(schedule, every * times - 1);
  }

  @Property(tries = 200)
  void cosine_goes_from_one_to_the_least_and_stays(
      @ForAll @LongRange(min = 1, max = 100_000) long steps,
      @ForAll @DoubleRange(min = 0, max = 1) double least,
      @ForAll @LongRange(min = 0, max = 200_000) long step) {
    Schedule schedule = Schedule.cosine(steps, least);
    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(steps)).isCloseTo(least, within(TOLERANCE));
    assertThat(schedule.factor(steps + step)).isCloseTo(least, within(TOLERANCE));
    assertThat(Schedule.cosine(2 * steps, least).factor(steps))
        .isCloseTo((1 + least) / 2, within(TOLERANCE));
    assertThat(schedule.factor(step)).isBetween(least - TOLERANCE, 1.0);
    assertNeverRises(schedule, step);
  }

  @Property(tries = 200)
  void warm_up_rises_in_even_steps_and_then_leaves_the_schedule_alone(
      @ForAll @LongRange(min = 1, max = 10_000) long steps,
      @ForAll @LongRange(min = 0, max = 10_000) long step) {
    Schedule then = Schedule.linearDecay(100, 10_000);
    Schedule schedule = then.withWarmUp(steps);
    // The first step already learns.
    assertThat(Schedule.constant().withWarmUp(steps).factor(0))
        .isCloseTo(1.0 / steps, within(TOLERANCE));
    assertThat(schedule.factor(steps - 1)).isCloseTo(then.factor(steps - 1), within(TOLERANCE));
    assertThat(schedule.factor(steps + step)).isEqualTo(then.factor(steps + step));
    assertThat(schedule.factor(step)).isLessThanOrEqualTo(then.factor(step));
  }

  private static void assertNeverRises(Schedule schedule, long step) {
    assertThat(schedule.factor(step + 1))
        .isLessThanOrEqualTo(schedule.factor(step) + TOLERANCE)
        .isGreaterThanOrEqualTo(0);
  }

  @Example
  void should_refuse_numbers_out_of_range() {
    assertRefused(() -> Schedule.linearDecay(-1, 1), "constant must be at least 0, but was -1");
    assertRefused(() -> Schedule.linearDecay(0, 0), "decay must be at least 1, but was 0");
    assertRefused(() -> Schedule.stepDecay(0, 0.5), "every must be at least 1, but was 0");
    assertRefused(() -> Schedule.stepDecay(1, 1.5), "factor must be in (0, 1], but was 1.5");
    assertRefused(() -> Schedule.cosine(0, 0), "steps must be at least 1, but was 0");
    assertRefused(() -> Schedule.cosine(1, 1.1), "least must be in [0, 1], but was 1.1");
    assertRefused(() -> Schedule.constant().withWarmUp(0), "steps must be at least 1, but was 0");
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
