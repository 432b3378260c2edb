package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.vae.beta.BetaVaeOptions;
import org.atelier.vae.beta.Capacity;
import org.atelier.vae.conditional.ConditionalVaeOptions;
import org.atelier.vae.iwae.IwaeOptions;
import org.atelier.vae.vaegan.VaeGanOptions;
import org.atelier.vae.vanilla.VaeOptions;
import org.atelier.vae.vq.CodebookOptions;
import org.atelier.vae.vq.VqArchitecture;
import org.atelier.vae.vq.VqVaeOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {
  static Stream<Record> options() {
    return Stream.of(
        AutoencoderOptions.defaults(),
        KlTerm.defaults(),
        VaeOptions.defaults(),
        BetaVaeOptions.defaults(),
        ConditionalVaeOptions.defaults(),
        IwaeOptions.defaults(),
        VaeGanOptions.defaults(),
        VqVaeOptions.defaults(),
        CodebookOptions.defaults(),
        new Capacity(25, 1000));
  }

  @ParameterizedTest
  @MethodSource("options")
  void each_wither_changes_its_own_value_alone(Record options) throws ReflectiveOperationException {
    RecordComponent[] components = options.getClass().getRecordComponents();
    assertThat(components).hasSizeLessThanOrEqualTo(6);
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
    } else if (value instanceof Long number) {
      return number + 3;
    } else if (value instanceof Double number) {
      return number == 0 ? 0.25 : number / 2;
    } else if (value instanceof KlTerm) {
      return new KlTerm(7, 0.5);
    } else if (value instanceof Capacity) {
      return new Capacity(3, 4);
    } else if (value instanceof Likelihood) {
      return DiscretisedLogistic.ofBytes();
    } else if (value instanceof CodebookOptions codebook) {
      return codebook.withDimension(5);
    } else if (value instanceof Adam adam) {
      return adam.withEpsilon(1e-3);
    } else if (value instanceof VqArchitecture) {
      return new VqArchitecture.Residuals(PictureShape.rgb(32), 16, 3);
    } else if (value instanceof AutoencoderOptions autoencoder) {
      return autoencoder.withLatentSize(77);
    }
    return AutoencoderArchitecture.residuals(PictureShape.rgb(24), 12);
  }
}
