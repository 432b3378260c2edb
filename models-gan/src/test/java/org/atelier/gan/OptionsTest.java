package org.atelier.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.Penalty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {
  static Stream<Record> options() {
    return Stream.of(
        VanillaGanOptions.defaults(),
        LsganOptions.defaults(),
        WganOptions.defaults(),
        WganGpOptions.defaults(),
        SnGanOptions.defaults(),
        CganOptions.defaults(),
        AcGanOptions.defaults(),
        ProjectionGanOptions.defaults(),
        SemiSupervisedGanOptions.defaults());
  }

  @ParameterizedTest
  @MethodSource("options")
  void each_wither_changes_its_own_number_alone(Record options)
      throws ReflectiveOperationException {
    RecordComponent[] components = options.getClass().getRecordComponents();
    assertThat(components).hasSizeLessThanOrEqualTo(8);
    for (RecordComponent changed : components) {
      String name = changed.getName();
      var wither = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      Object other = other(changed.getAccessor().invoke(options));
      Object result =
          options.getClass().getMethod(wither, changed.getType()).invoke(options, other);
      for (RecordComponent component : components) {
        Object expected =
            component.equals(changed) ? other : component.getAccessor().invoke(options);
        assertThat(component.getAccessor().invoke(result)).as(wither).isEqualTo(expected);
      }
    }
  }

  private static Object other(Object value) {
    if (value instanceof Integer number) {
      return number + 8;
    } else if (value instanceof Double number) {
      return number == 0 ? 0.25 : number / 2;
    } else if (value instanceof Boolean truth) {
      return !truth;
    } else if (value instanceof Fidelity fidelity) {
      return fidelity == Fidelity.MEANT ? Fidelity.LITERAL : Fidelity.MEANT;
    } else if (value instanceof Penalty penalty) {
      return new Penalty(penalty.weight() + 1, penalty.interval() + 3);
    } else if (value instanceof Stabilisation stabilisation) {
      return stabilisation.withAverageDecay(0.25);
    } else if (value instanceof ResidualBlocks) {
      return new ResidualBlocks(3, 5, 8);
    } else if (value instanceof AcGanNetworks) {
      return AcGanNetworks.strided(3, 5);
    } else if (value instanceof Architecture) {
      return Architecture.convolutions(3, 5);
    } else if (value instanceof Widths) {
      return new Widths(List.of(3), List.of(4, 5));
    }
    return new PictureShape(3, 24, 36);
  }

  @Test
  void a_square_keeps_its_channels() {
    assertThat(SnGanOptions.defaults().withImageSize(64).picture()).isEqualTo(PictureShape.rgb(64));
    assertThat(WganOptions.defaults().withImageSize(20).picture()).isEqualTo(PictureShape.grey(20));
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    var lsgan = LsganOptions.defaults();
    refused(() -> lsgan.withLatentSize(0), "latentSize must be at least 1, but was 0");
    refused(() -> lsgan.withFilters(12), "filters must be a multiple of 8, but was 12");
    refused(() -> lsgan.withDropout(1), "dropout must be in [0, 1), but was 1.0");
    refused(() -> lsgan.withLearningRate(0), "learningRate must be positive and finite");
    refused(
        () -> lsgan.withImageSize(30),
        "height and width must be multiples of 4, but were 30 and 30");
    refused(() -> AcGanNetworks.resizing(12, 0), "filters must be a multiple of 8, but was 12");
    refused(() -> AcGanNetworks.strided(0, 8), "generatorFilters must be at least 1, but was 0");
    refused(
        () -> AcGanOptions.defaults().withFakeClassWeight(-1),
        "fakeClassWeight must be at least 0");
    refused(
        () -> WganOptions.defaults().withClip(0), "clip must be positive and finite, but was 0");
    refused(() -> WganOptions.defaults().withCriticSteps(0), "criticSteps must be at least 1");
    refused(() -> Penalty.of(-1), "weight must be at least 0");
    refused(() -> Stabilisation.none().withR1(Double.NaN), "weight must be at least 0 and finite");
    refused(() -> CganOptions.defaults().withClasses(0), "classes must be at least 1, but was 0");
    refused(() -> new Widths(List.of(), List.of(1)), "The generator must have at least one hidden");
    refused(
        () -> new Widths(List.of(4), List.of(0)),
        "a width of the discriminator must be at least 1");
    refused(() -> new PictureShape(2, 8, 8), "channels must be 1 (grey) or 3 (RGB), but was 2");
    refused(() -> PictureShape.grey(0), "height must be at least 1, but was 0");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
