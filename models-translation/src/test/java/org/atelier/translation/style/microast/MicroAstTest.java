package org.atelier.translation.style.microast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.atelier.engine.Scale;
import org.atelier.image.Picture;
import org.atelier.testing.Golden;
import org.atelier.translation.style.FullSet;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Test;

class MicroAstTest {
  private static MicroAstFiles published() {
    FullSet.weights("microast/decoder.pth");
    return MicroAstFiles.in(FullSet.weights("microast/modulator.pth").getParent());
  }

  @Test
  void published_weights_give_the_values_of_the_reference() throws WeightsException {
    Golden golden = FullSet.golden("real/microast");
    try (MicroAst model = MicroAst.load(published(), Device.cpu());
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray content = signed(golden.array("content", scope));
      NDList signals = model.signals(signed(golden.array("style", scope)));
      NDArray rows =
          NDArrays.concat(new NDList(signals.subList(4, 8))).reshape(4, MicroAstLayers.WIDTH);
      golden.assertMatches("output.eval.modulation", rows);
      double alpha = golden.constructor().get("alpha").getAsDouble();
      NDArray made = model.restyled(content, signals, alpha);
      golden.assertMatches("output.eval.image", Scale.by(made.add(1), 0.5));
    }
  }

  @Test
  void a_file_of_the_other_side_is_named() {
    MicroAstFiles files = published();
    var mixed =
        new MicroAstFiles(
            files.contentEncoder(), files.styleEncoder(), files.styleEncoder(), files.decoder());
    assertThatThrownBy(() -> MicroAst.load(mixed, Device.cpu()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("style_encoder.pth")
        .hasMessageContaining("which file is which");
    var swapped =
        new MicroAstFiles(
            files.contentEncoder(), files.styleEncoder(), files.decoder(), files.modulator());
    assertThatThrownBy(() -> MicroAst.load(swapped, Device.cpu()))
        .hasMessageContaining("do not fit");
  }

  @Test
  void sizes_that_are_no_multiples_of_four_are_kept_and_strength_counts() {
    try (MicroAst model = MicroAst.random(Device.cpu())) {
      Picture content = picture(18, 25, 0.1f);
      Style style = Style.of(picture(20, 16, 0.7f));
      Picture full = model.transfer(List.of(style), 1).apply(content);
      assertThat(List.of(full.height(), full.width())).isEqualTo(List.of(18, 25));
      Picture none = model.transfer(List.of(style), 0).apply(content);
      assertThat(full).isNotEqualTo(none);
      Style other = Style.of(picture(20, 16, 0.3f));
      StyleTransfer both = model.transfer(List.of(style, other), 1);
      assertThat(both.apply(content)).isNotEqualTo(full);
      assertThat(model.transfer(List.of(style, style), 1).apply(content).values()[7])
          .isCloseTo(full.values()[7], within(1e-5f));
      assertThatThrownBy(() -> model.transfer(List.of(style), 1.5)).hasMessageContaining("1.5");
    }
  }

  private static Picture picture(int height, int width, float frequency) {
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(frequency * i);
    }
    return new Picture(3, height, width, values);
  }

  private static NDArray signed(NDArray x) {
    return x.add(x).sub(1);
  }
}
