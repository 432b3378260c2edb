package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Activations overwrite only what nobody else reads. */
class InPlaceSafetyTest {
  private static final Shape PICTURES = new Shape(2, 4, 18, 18);

  /** The same function, which never overwrites. */
  private static Layer relu() {
    return Layer.of("torch.relu({0})");
  }

  @Test
  void an_activation_overwrites_what_a_convolution_made() {
    try (var rig = new Rig(Sequential.of(Conv2d.of(4, 1), Activation.relu()), PICTURES)) {
      assertThat(rig.text(Rig.TRAINING, PICTURES)).contains("torch.relu_(");
    }
  }

  @Test
  void the_users_input_is_never_overwritten() {
    try (var rig = new Rig(Activation.relu(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      float[] before = x.toFloatArray();
      rig.run(Rig.TRAINING, x);
      assertThat(x.toFloatArray()).isEqualTo(before);
      assertThat(rig.text(Rig.TRAINING, PICTURES)).doesNotContain("relu_(");
    }
  }

  @Test
  void an_activation_does_not_overwrite_another_ones_result() {
    var layer = Sequential.of(Conv2d.of(4, 1), Activation.tanh(), Activation.sigmoid());
    try (var rig = new Rig(layer, PICTURES)) {
      assertThat(rig.text(Rig.TRAINING, PICTURES))
          .contains("torch.tanh_(")
          .doesNotContain("sigmoid_(");
    }
  }

  @Test
  void a_view_is_not_overwritten() {
    var layer = Parallel.of(Flatten.of(), Sequential.of(Flatten.of(), Activation.relu()));
    try (var rig = new Rig(Sequential.of(Conv2d.of(4, 1), layer), PICTURES)) {
      assertThat(rig.text(Rig.TRAINING, PICTURES)).doesNotContain("relu_(");
    }
  }

  @TestFactory
  Stream<DynamicTest> results_and_gradients_equal_those_of_the_variant_that_does_not_overwrite() {
    Map<String, java.util.function.Function<Supplier<Layer>, Layer>> nets = new LinkedHashMap<>();
    nets.put("alone", Supplier::get);
    nets.put("after a convolution", relu -> after(relu.get()));
    nets.put("two consumers", relu -> after(Parallel.of(relu.get(), Flatten.of())));
    nets.put("two activations of one value", relu -> after(Parallel.of(relu.get(), relu.get())));
    nets.put("residual", relu -> after(Residual.of(relu.get())));
    nets.put("residual of nothing", relu -> after(Residual.of(Dropout.of(0)), relu.get()));
    nets.put("skip", relu -> after(Skip.over(relu.get()), relu.get()));
    nets.put("a tapped convolution", relu -> Taps.of(after(relu.get(), Conv2d.of(2, 1)), "0", "2"));
    nets.put("a tapped activation", relu -> Taps.of(after(relu.get(), relu.get()), "1", "2"));
    nets.put("after batch norm", relu -> after(BatchNorm2d.of(), relu.get()));
    nets.put("after instance norm", relu -> after(InstanceNorm2d.of(), relu.get()));
    nets.put("after group norm", relu -> after(GroupNorm.of(2), relu.get()));
    nets.put("after layer norm", relu -> after(LayerNorm.of(), relu.get()));
    nets.put("after padding", relu -> after(Pad.reflection(1), relu.get()));
    nets.put("after no padding", relu -> after(Pad.zero(0), relu.get(), Pad.circular(0)));
    nets.put("after the largest", relu -> after(Pool2d.max(2), relu.get()));
    nets.put("after the average", relu -> after(Pool2d.average(1), relu.get()));
    nets.put("after resampling", relu -> after(Upsample.bilinear(1), relu.get()));
    nets.put("after shuffling", relu -> after(PixelShuffle.of(1), relu.get()));
    nets.put("after a global maximum", relu -> after(GlobalPool.max(), relu.get()));
    nets.put("after prelu", relu -> after(PReLU.of(), relu.get()));
    nets.put("after spectral norm", relu -> after(SpectralNorm.of(Conv2d.of(2, 1)), relu.get()));
    nets.put(
        "after concatenation",
        relu -> after(Parallel.of(relu.get(), relu.get()), Concat.channels(), relu.get()));
    return nets.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () ->
                        assertEqual(
                            entry.getValue().apply(Activation::relu),
                            entry.getValue().apply(InPlaceSafetyTest::relu))));
  }

  private static Sequential after(Block... blocks) {
    return Sequential.of(
        Stream.concat(Stream.of(Conv2d.of(4, 1)), Stream.of(blocks)).toArray(Block[]::new));
  }

  private static void assertEqual(Layer overwriting, Layer careful) {
    try (var first = new Rig(overwriting, PICTURES);
        var second = new Rig(careful, PICTURES)) {
      first
          .layer
          .namedParameters()
          .forEach(
              (name, parameter) ->
                  second.set(
                      second.layer.namedParameters().get(name),
                      parameter.getArray().toFloatArray()));
      NDArray x = first.normal(1, PICTURES);
      List<NDArray> cotangents =
          Rig.EVALUATION.run(() -> careful.run("net", new ai.djl.ndarray.NDList(x))).stream()
              .map(output -> first.normal(9, output.getShape()))
              .toList();
      var a = first.differentiate(Rig.TRAINING, List.of(x), cotangents);
      var b = second.differentiate(Rig.TRAINING, List.of(x), cotangents);
      for (int i = 0; i < cotangents.size(); i++) {
        assertThat(close(a.outputs().get(i), b.outputs().get(i))).isTrue();
      }
      assertThat(close(a.input(), b.input())).isTrue();
      a.parameters()
          .forEach(
              (name, gradient) ->
                  assertThat(close(gradient, b.parameters().get(name))).as(name).isTrue());
    }
  }

  private static boolean close(NDArray a, NDArray b) {
    return a.getShape().equals(b.getShape())
        && a.sub(b).abs().max().getFloat() <= 1e-6f + 1e-5f * b.abs().max().getFloat();
  }
}
