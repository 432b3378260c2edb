package org.atelier.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.CganNetworks;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.gan.latent.InversionOptions;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.gan.semi.SemiSupervisedNetworks;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.optim.RmsProp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {
  static Stream<Record> options() {
    return Stream.of(
        VanillaGanOptions.defaults(),
        DcganOptions.defaults(),
        LsganOptions.defaults(),
        WganOptions.defaults(),
        WganGpOptions.defaults(),
        SnGanOptions.defaults(),
        CganOptions.defaults(),
        ConditionalDcganOptions.defaults(),
        AcGanOptions.defaults(),
        ProjectionGanOptions.defaults(),
        SemiSupervisedGanOptions.defaults(),
        PerceptronNetworks.defaults(),
        StridedNetworks.defaults(),
        ResizeNetworks.defaults(),
        ResidualNetworks.defaults(),
        CganNetworks.defaults(),
        ConditionalDcganNetworks.defaults(),
        SemiSupervisedNetworks.defaults(),
        Stabilisation.none(),
        InversionOptions.defaults());
  }

  @ParameterizedTest
  @MethodSource("options")
  void each_wither_changes_its_own_component_alone(Record options)
      throws ReflectiveOperationException {
    RecordComponent[] components = options.getClass().getRecordComponents();
    assertThat(components).hasSizeLessThanOrEqualTo(6);
    for (RecordComponent changed : components) {
      String name = changed.getName();
      var wither = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      Object other = other(name, changed.getAccessor().invoke(options));
      Object result =
          options.getClass().getMethod(wither, changed.getType()).invoke(options, other);
      for (RecordComponent component : components) {
        Object expected =
            component.equals(changed) ? other : component.getAccessor().invoke(options);
        assertThat(component.getAccessor().invoke(result)).as(wither).isEqualTo(expected);
      }
    }
  }

  /** Another value of the same type. */
  private static Object other(String name, Object value) throws ReflectiveOperationException {
    if (value instanceof Integer number) {
      return number + 8;
    } else if (value instanceof Long number) {
      return number + 1;
    } else if (value instanceof Double number) {
      return number == 0 ? 0.25 : number / 2;
    } else if (value instanceof ReferenceBugs bugs) {
      return bugs == ReferenceBugs.FIXED ? ReferenceBugs.REPRODUCED : ReferenceBugs.FIXED;
    } else if (value instanceof List<?>) {
      return List.of(3, 4);
    } else if (value instanceof Penalty penalty) {
      return new Penalty(penalty.weight() + 1, penalty.interval() + 3);
    } else if (value instanceof DiffAugment) {
      return DiffAugment.defaults();
    } else if (value instanceof Stabilisation stabilisation) {
      return stabilisation.withAverageDecay(0.25);
    } else if (value instanceof Adam adam) {
      return adam.withBeta2(0.5);
    } else if (value instanceof RmsProp rmsProp) {
      return rmsProp.withAlpha(0.5);
    } else if (value instanceof ClassLabels labels) {
      return new ClassLabels(labels.classes() + 1);
    } else if (value instanceof PictureShape) {
      return new PictureShape(3, 24, 36);
    } else if (name.equals("networks")) {
      return value.getClass().getMethod("withLatentSize", int.class).invoke(value, 3);
    }
    throw new AssertionError("There is no other value for " + name);
  }

  @Test
  void a_square_keeps_its_channels() {
    assertThat(SnGanOptions.defaults().withImageSize(64).picture()).isEqualTo(PictureShape.rgb(64));
    assertThat(WganOptions.defaults().withImageSize(20).picture()).isEqualTo(PictureShape.grey(20));
  }

  @Test
  void numbers_out_of_range_are_refused_by_name() {
    var resize = ResizeNetworks.defaults();
    refused(() -> resize.withLatentSize(0), "latentSize must be at least 1, but was 0");
    refused(() -> resize.withFilters(12), "filters must be a multiple of 8, but was 12");
    refused(() -> resize.withFilters(0), "filters must be at least 8, but was 0");
    refused(() -> resize.withDropout(1), "dropout must be in [0, 1), but was 1.0");
    refused(
        () -> LsganOptions.defaults().withImageSize(30),
        "height and width must be multiples of 4, but were 30 and 30");
    refused(
        () -> WganOptions.defaults().withImageSize(30).withNetworks(StridedNetworks.of(2, 2)),
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
    refused(() -> CganOptions.defaults().withClasses(0), "classes must be at least 1, but was 0");
    var perceptrons = PerceptronNetworks.defaults();
    refused(
        () -> perceptrons.withGeneratorUnits(List.of()),
        "The generator must have at least one hidden layer, but got none");
    refused(
        () -> perceptrons.withDiscriminatorUnits(List.of(0)),
        "units of a hidden layer of the discriminator must be at least 1, but was 0");
    refused(() -> new PictureShape(2, 8, 8), "channels must be 1 (grey) or 3 (RGB), but was 2");
    refused(() -> PictureShape.grey(0), "height must be at least 1, but was 0");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
