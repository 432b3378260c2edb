package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Precision;
import org.atelier.nn.script.LayerException;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MixedPrecisionTest {
  private static final Shape PICTURES = new Shape(2, 4, 8, 8);
  private static final ExecutionContext MIXED = Rig.TRAINING.withPrecision(Precision.MIXED);

  /** Behind a convolution, so that the layer gets bfloat16. */
  @TestFactory
  Stream<DynamicTest> every_layer_is_close_to_float32_and_gives_float32() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("convolution", Conv2d.of(4, 3));
    layers.put("transposed convolution", ConvTranspose2d.of(4, 4).withStride(2).withPadding(1));
    layers.put("linear", Sequential.of(Flatten.of(), Linear.of(5)));
    layers.put("batch norm", BatchNorm2d.of());
    layers.put("exact batch norm", BatchNorm2d.of().inFloat32());
    layers.put("instance norm", InstanceNorm2d.of().withAffine().withRunningStatistics());
    layers.put("group norm", GroupNorm.of(2));
    layers.put("layer norm", LayerNorm.of());
    layers.put("spectral norm", SpectralNorm.of(Conv2d.of(4, 3)));
    layers.put("relu", Activation.relu());
    layers.put("relu6", Activation.relu6());
    layers.put("leaky relu", Activation.leakyRelu(0.2));
    layers.put("elu", Activation.elu());
    layers.put("tanh", Activation.tanh());
    layers.put("sigmoid", Activation.sigmoid());
    layers.put("silu", Activation.silu());
    layers.put("gelu", Activation.gelu());
    layers.put("prelu", PReLU.perChannel());
    layers.put("prelu of float32", Sequential.of(GroupNorm.of(2), PReLU.perChannel()));
    layers.put("zero padding", Pad.zero(2));
    layers.put("reflection", Pad.reflection(2));
    layers.put("replication", Pad.replication(2));
    layers.put("circular", Pad.circular(2));
    layers.put("nearest", Upsample.nearest(2));
    layers.put("bilinear", Upsample.bilinear(2));
    layers.put("bicubic", Upsample.bicubic(2));
    layers.put("antialias", Upsample.bilinear(0.5).withAntialias());
    layers.put("shuffle", PixelShuffle.of(2));
    layers.put("unshuffle", PixelUnshuffle.of(2));
    layers.put("average", Pool2d.average(2));
    layers.put("adaptive average", AdaptiveAveragePool2d.of(3, 2));
    layers.put("global average", GlobalPool.average());
    layers.put("global sum", GlobalPool.sum());
    layers.put("self-attention", SelfAttention2d.of(4));
    layers.put("reshape", Sequential.of(Reshape.to(16, 4, 4), Conv2d.of(4, 1)));
    layers.put("residual", Residual.of(Conv2d.of(4, 1)));
    layers.put(
        "residual of two types",
        Sequential.of(Residual.of(GroupNorm.of(1)), Activation.relu(), Conv2d.of(4, 1)));
    layers.put("skip of two types", Sequential.of(Skip.over(GroupNorm.of(1)), Conv2d.of(4, 1)));
    layers.put("parallel", Parallel.of(Conv2d.of(3, 1), Flatten.of()));
    layers.put("an expression", Layer.of("torch.square({0})"));
    return layers.entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> assertClose(entry.getValue())));
  }

  private static void assertClose(Layer layer) {
    try (var rig = new Rig(Sequential.of(Conv2d.of(4, 1), layer), PICTURES)) {
      List<NDArray> x = List.of(rig.normal(1, PICTURES));
      List<NDArray> cotangents =
          rig.runAll(Rig.TRAINING, x.get(0)).stream()
              .map(output -> rig.normal(9, output.getShape()))
              .toList();
      // Spectral norm moves its vectors until they have converged.
      boolean spectral = rig.layer.namedParameters().containsKey("1.weight_u");
      for (int i = 0; spectral && i < 20; i++) {
        rig.runAll(Rig.TRAINING, x.get(0));
      }
      var exact = rig.differentiate(Rig.TRAINING, x, cotangents);
      var mixed = rig.differentiate(MIXED, x, cotangents);
      for (int i = 0; i < cotangents.size(); i++) {
        assertClose("output", mixed.outputs().get(i), exact.outputs().get(i));
      }
      assertClose("input", mixed.input(), exact.input());
      exact
          .parameters()
          .forEach(
              (name, gradient) -> {
                // A bias before a norm has the gradient 0, of which only noise is seen.
                if (!name.equals("0.bias")) {
                  assertClose(name, mixed.parameters().get(name), gradient);
                }
              });
    }
  }

  private static void assertClose(String what, NDArray mixed, NDArray exact) {
    assertThat(mixed.getDataType()).isEqualTo(DataType.FLOAT32);
    float[] a = mixed.toFloatArray();
    float[] b = exact.toFloatArray();
    double error = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      error += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    // bfloat16 has 8 bits, and some ten roundings follow one another; where a rounding crosses the
    // kink of a ReLU, a derivative jumps.
    assertThat(Math.sqrt(error / size)).as(what).isLessThan(0.1);
    assertThat(a).as(what).isNotEqualTo(new float[a.length]);
  }

  @Test
  void conditional_batch_norm_and_dropout_run_in_mixed_precision() {
    var layer =
        Sequential.of(
            Conv2d.of(4, 1),
            ConditionalBatchNorm2d.of(3),
            Activation.relu(),
            Dropout.of(0.5),
            Dropout.ofChannels(0.5),
            Conv2d.of(2, 1));
    try (var rig = new Rig(layer, PICTURES, new Shape(2))) {
      NDArray x = rig.normal(1, PICTURES);
      NDArray labels = rig.manager.create(new long[] {2, 0});
      NDArray output = rig.run(MIXED, x, labels);
      var result = rig.differentiate(MIXED, List.of(x, labels), List.of(output.onesLike()));
      assertThat(result.output().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(result.parameters().get("1.gain").getShape()).isEqualTo(new Shape(3, 4));
    }
  }

  @Test
  void bfloat16_never_leaves() {
    var layer = Parallel.of(Activation.tanh(), Sequential.of(Conv2d.of(2, 1)), Flatten.of());
    try (var rig = new Rig(Sequential.of(Conv2d.of(4, 1), layer), PICTURES)) {
      assertThat(rig.text(MIXED, PICTURES)).contains("torch.to(");
      assertThat(rig.runAll(MIXED, rig.normal(1, PICTURES)))
          .allSatisfy(output -> assertThat(output.getDataType()).isEqualTo(DataType.FLOAT32));
    }
  }

  @Test
  void an_unknown_operator_is_refused_in_words() {
    var fourier =
        new Layer() {
          @Override
          protected Values write(Script script, Values in) {
            Value x = in.only();
            return script.mixed(x.shape(), "torch.real(torch.fft_fftn({0}))", x);
          }
        };
    try (var rig = new Rig(Sequential.of(Conv2d.of(4, 1), fourier), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES);
      assertThat(rig.run(Rig.EVALUATION, x).getShape()).isEqualTo(PICTURES);
      assertThatThrownBy(() -> rig.run(MIXED, x))
          .isInstanceOf(LayerException.class)
          .hasMessage(
              "net.1: torch.real is not known to compute in bfloat16; write it with Script.line,"
                  + " which computes in float32");
    }
  }

  @Test
  void float32_statistics_keep_the_digits_of_a_large_mean() {
    try (var rig = new Rig(BatchNorm2d.of().inFloat32(), PICTURES)) {
      NDArray x = rig.normal(1, PICTURES).add(1000);
      float[] exact = rig.run(Rig.TRAINING, x).toFloatArray();
      assertThat(rig.run(MIXED, x).toFloatArray()).containsExactly(exact, within(1e-4f));
    }
  }
}
