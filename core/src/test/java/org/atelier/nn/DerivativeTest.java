package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atelier.engine.Gradients;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** First and second derivatives against central differences, for layers without goldens too. */
class DerivativeTest {
  private static final Shape PICTURES = new Shape(2, 3, 4, 5);
  private static final Shape SMALL = new Shape(1, 2, 4, 4);
  private static final float STEP = 2e-3f;

  @TestFactory
  Stream<DynamicTest> gradients_equal_differences() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("prelu", PReLU.of());
    layers.put("prelu of channels", PReLU.perChannel());
    layers.put("residual", Residual.of(Conv2d.of(3, 3).withPadding(1)).withScale(0.2));
    layers.put("residual of an overwriting activation", Residual.of(Activation.tanh()));
    layers.put(
        "residual with a shortcut",
        Residual.of(Conv2d.of(2, 3).withPadding(1)).withShortcut(Conv2d.of(2, 1).withoutBias()));
    layers.put("skip", Skip.over(Sequential.of(Activation.silu(), Conv2d.of(2, 1))));
    layers.put("flatten", Sequential.of(Flatten.of(), Linear.of(3)));
    layers.put("reshape", Sequential.of(Reshape.to(6, 2, 5), Conv2d.of(2, 1)));
    layers.put("self-attention", SelfAttention2d.of(3));
    layers.put("global average", GlobalPool.average());
    layers.put("global sum", GlobalPool.sum());
    layers.put("global maximum", GlobalPool.max());
    layers.put("parallel", Parallel.of(Conv2d.of(2, 1), GlobalPool.average()));
    layers.put(
        "taps", Taps.of(Sequential.of(Conv2d.of(2, 1), Activation.tanh(), Flatten.of()), "1", "0"));
    layers.put("layer norm over the last axis", LayerNorm.overLast(1));
    layers.put("an expression", Layer.of("{0} * torch.sigmoid({0})"));
    return layers.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      try (var rig = new Rig(entry.getValue(), PICTURES)) {
                        assertGradientsEqualDifferences(rig, awayFromZero(rig));
                      }
                    }));
  }

  /** libtorch's instance norm gives wrong derivatives there, unless it is helped. */
  @TestFactory
  Stream<DynamicTest> gradients_between_convolutions_of_a_single_picture_equal_differences() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("instance norm", InstanceNorm2d.of().withAffine());
    layers.put("batch norm", BatchNorm2d.of());
    layers.put("batch norm of rows", Sequential.of(Reshape.to(3, 4, 4), BatchNorm2d.of()));
    layers.put("group norm", GroupNorm.of(3));
    layers.put("layer norm", LayerNorm.of());
    layers.put("average pooling", Pool2d.average(2));
    layers.put("adaptive pooling", AdaptiveAveragePool2d.of(3, 2));
    layers.put("nearest", Upsample.nearest(2));
    layers.put("bilinear", Upsample.bilinear(2));
    layers.put("bicubic", Upsample.bicubic(2));
    layers.put("antialias", Upsample.bilinear(0.5).withAntialias());
    layers.put("reflection", Pad.reflection(1));
    layers.put("replication", Pad.replication(1));
    layers.put("circular", Pad.circular(1));
    layers.put("unshuffle", PixelUnshuffle.of(2));
    layers.put("skip", Skip.over(Activation.tanh()));
    layers.put("skip of rows", Skip.over(InstanceNorm2d.of()));
    layers.put("residual of rows", Residual.of(InstanceNorm2d.of()));
    return layers.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      var net =
                          Sequential.of(
                              Conv2d.of(3, 3).withPadding(1).withoutBias(),
                              entry.getValue(),
                              Conv2d.of(2, 2));
                      try (var rig = new Rig(net, SMALL)) {
                        assertGradientsEqualDifferences(rig, rig.normal(1, SMALL));
                      }
                    }));
  }

  @Test
  void embedding_gives_rows_and_their_gradients() {
    try (var rig = new Rig(Embedding.of(4, 3), new Shape(5))) {
      NDArray labels = rig.manager.create(new long[] {2, 0, 2, 3, 0});
      NDArray output = rig.run(Rig.TRAINING, labels);
      float[] table = rig.layer.namedParameters().get("weight").getArray().toFloatArray();
      assertThat(output.getShape()).isEqualTo(new Shape(5, 3));
      assertThat(output.get(0).toFloatArray()).containsExactly(table[6], table[7], table[8]);
      assertGradientsEqualDifferences(rig, labels);
    }
  }

  @Test
  void conditional_batch_norm_gives_each_class_its_gain_and_bias() {
    try (var rig = new Rig(ConditionalBatchNorm2d.of(3), PICTURES, new Shape(2))) {
      var named = rig.layer.namedParameters();
      float[] gains = Initialiser.uniform(2).values(new Shape(3, 3), new java.util.Random(1));
      float[] biases = Initialiser.uniform(2).values(new Shape(3, 3), new java.util.Random(2));
      rig.set(named.get("gain"), gains);
      rig.set(named.get("bias"), biases);
      NDArray x = rig.normal(1, PICTURES);
      NDArray labels = rig.manager.create(new long[] {2, 0});
      float[] output = rig.run(Rig.TRAINING, x, labels).toFloatArray();
      try (var plain = new Rig(BatchNorm2d.of().withEpsilon(1e-5), PICTURES)) {
        plain.set(plain.layer.namedParameters().get("weight"), new float[] {1, 1, 1});
        plain.set(plain.layer.namedParameters().get("bias"), new float[] {0, 0, 0});
        float[] normal = plain.run(Rig.TRAINING, x).toFloatArray();
        for (int i = 0; i < output.length; i++) {
          int row = i / 60 == 0 ? 2 : 0;
          int channel = i / 20 % 3;
          int at = row * 3 + channel;
          assertThat(output[i]).isCloseTo(normal[i] * gains[at] + biases[at], within(1e-5f));
        }
      }
      assertThat(named.get("running_mean").getArray().toFloatArray())
          .isNotEqualTo(new float[] {0, 0, 0});
      assertGradientsEqualDifferences(rig, x, labels);
    }
  }

  /** Reshaping gives a gradient that lies otherwise than the norm's picture. */
  @Test
  void batch_norm_of_a_single_picture_before_a_vector_has_right_gradients() {
    var net =
        Sequential.of(
            Conv2d.of(3, 3).withPadding(1).withoutBias(),
            BatchNorm2d.of(),
            Flatten.of(),
            Linear.of(2));
    try (var rig = new Rig(net, SMALL)) {
      assertGradientsEqualDifferences(rig, rig.normal(1, SMALL));
    }
  }

  @Test
  void conditional_batch_norm_between_convolutions_has_right_gradients() {
    var net =
        Sequential.of(
            // Without a bias: the norm would take its derivative away.
            Conv2d.of(3, 3).withoutBias(),
            Reshape.to(3, 2, 2),
            ConditionalBatchNorm2d.of(3),
            Conv2d.of(2, 2));
    try (var rig = new Rig(net, SMALL, new Shape(1))) {
      assertGradientsEqualDifferences(
          rig, rig.normal(1, SMALL), rig.manager.create(new long[] {1}));
    }
  }

  /** Of Σ output·cotangent in training mode, by every float input and parameter. */
  private static void assertGradientsEqualDifferences(Rig rig, NDArray... inputs) {
    var cotangents = new ArrayList<NDArray>();
    for (NDArray output : rig.runAll(Rig.TRAINING, inputs)) {
      cotangents.add(rig.normal(50 + cotangents.size(), output.getShape()));
    }
    var result = rig.differentiate(Rig.TRAINING, List.of(inputs), cotangents);
    int input = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].getDataType() == DataType.FLOAT32) {
        int at = i;
        assertSlopes(
            "input " + i,
            inputs[i].toFloatArray(),
            result.inputs().get(input++).toFloatArray(),
            values -> {
              NDArray[] moved = inputs.clone();
              moved[at] = rig.manager.create(values, inputs[at].getShape());
              return loss(rig, cotangents, moved);
            });
      }
    }
    result
        .parameters()
        .forEach(
            (name, gradient) -> {
              var parameter = rig.layer.namedParameters().get(name);
              float[] stored = parameter.getArray().toFloatArray();
              assertSlopes(
                  name,
                  stored,
                  gradient.toFloatArray(),
                  values -> {
                    rig.set(parameter, values);
                    return loss(rig, cotangents, inputs);
                  });
              rig.set(parameter, stored);
            });
  }

  private static double loss(Rig rig, List<NDArray> cotangents, NDArray... inputs) {
    double sum = 0;
    int i = 0;
    for (NDArray output : rig.runAll(Rig.TRAINING, inputs)) {
      float[] a = output.toFloatArray();
      float[] b = cotangents.get(i++).toFloatArray();
      for (int k = 0; k < a.length; k++) {
        sum += (double) a[k] * b[k];
      }
    }
    return sum;
  }

  private interface Function {
    double of(float[] values);
  }

  /** Along some random directions, which see every element of the gradient. */
  private static void assertSlopes(String what, float[] at, float[] gradient, Function function) {
    assertThat(gradient).as(what).hasSameSizeAs(at);
    double norm = norm(gradient);
    assertThat(norm).as(what).isPositive();
    for (int seed = 0; seed < 2; seed++) {
      float[] direction =
          Initialiser.uniform(1).values(new Shape(at.length), CounterRandom.of(seed));
      double slope = 0;
      for (int i = 0; i < at.length; i++) {
        slope += gradient[i] * direction[i];
      }
      double up = function.of(moved(at, direction, STEP));
      double down = function.of(moved(at, direction, -STEP));
      assertThat(slope)
          .as("%s, direction %d", what, seed)
          .isCloseTo((up - down) / (2 * STEP), within(1e-3 + 0.01 * norm));
    }
  }

  private static double norm(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }

  private static float[] moved(float[] at, float[] direction, float step) {
    float[] moved = at.clone();
    for (int i = 0; i < at.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  /** Random values that no step of a difference takes over a kink at 0. */
  private static NDArray awayFromZero(Rig rig) {
    NDArray x = rig.normal(1, PICTURES);
    return x.add(x.sign().mul(0.05f));
  }

  // Twice: the gradient of (‖∂Σ critic/∂x‖² − 1)², as WGAN-GP needs it.

  @TestFactory
  Stream<DynamicTest> gradient_penalties_are_differentiable() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put(
        "convolution, leaky relu, instance norm",
        Sequential.of(
            Conv2d.of(3, 3).withPadding(1),
            Activation.leakyRelu(0.2),
            InstanceNorm2d.of().withAffine(),
            Conv2d.of(2, 3).withStride(2),
            Activation.leakyRelu(0.2),
            Flatten.of(),
            Linear.of(1)));
    layers.put(
        "layer norm, prelu, pooling, padding",
        Sequential.of(
            Pad.reflection(1),
            Conv2d.of(3, 3),
            LayerNorm.of(),
            PReLU.perChannel(),
            Pool2d.average(2),
            Upsample.bilinear(2),
            Flatten.of(),
            Linear.of(1)));
    layers.put(
        "transposed convolution, group norm, tanh, shuffle",
        Sequential.of(
            ConvTranspose2d.of(4, 2).withStride(2),
            GroupNorm.of(2),
            Activation.tanh(),
            PixelShuffle.of(2),
            Residual.of(Activation.silu()),
            Skip.over(Activation.elu()),
            GlobalPool.average(),
            Linear.of(1)));
    layers.put(
        "spectral norm",
        Sequential.of(
            SpectralNorm.of(Conv2d.of(3, 3)),
            Activation.sigmoid(),
            Flatten.of(),
            SpectralNorm.of(Linear.of(1))));
    layers.put(
        "self-attention with spectral norm",
        Sequential.of(
            Conv2d.of(3, 3).withPadding(1),
            SelfAttention2d.of(3).withSpectralNorm(),
            Activation.tanh(),
            Flatten.of(),
            Linear.of(1)));
    layers.put(
        "batch norm, bicubic",
        Sequential.of(
            Conv2d.of(3, 3),
            BatchNorm2d.of(),
            Activation.gelu(),
            Upsample.bicubic(2),
            Flatten.of(),
            Linear.of(1)));
    return layers.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      try (var rig = new Rig(entry.getValue(), SMALL)) {
                        assertPenaltyDifferentiable(rig);
                      }
                    }));
  }

  @Test
  void what_has_no_second_derivative_is_refused_in_words() {
    try (var rig =
        new Rig(
            Layer.of("torch.grid_sampler({0}, torch.zeros([1, 4, 4, 2]), 0, 0, False)"), SMALL)) {
      NDArray x = rig.normal(1, SMALL);
      x.setRequiresGradient(true);
      NDArray y = Gradients.recording(() -> rig.run(Rig.TRAINING, x).square().sum());
      NDArray gradient = Gradients.ofInput(y, x);
      NDArray penalty = Gradients.recording(() -> gradient.square().sum());
      assertThatThrownBy(() -> Gradients.of(penalty, List.of(x)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("grid_sampler_2d_backward has no second derivative");
    }
  }

  private static void assertPenaltyDifferentiable(Rig rig) {
    NDArray x = rig.normal(3, SMALL);
    // Spectral norm moves at every forward in training mode, so differences need evaluation, after
    // the power iteration has come near its end.
    boolean spectral = rig.layer.namedParameters().containsKey("0.weight_u");
    for (int i = 0; spectral && i < 20; i++) {
      rig.run(Rig.TRAINING, x);
    }
    var parameters =
        rig.layer.namedParameters().entrySet().stream()
            .filter(entry -> entry.getValue().requiresGradient())
            .toList();
    List<NDArray> leaves = parameters.stream().map(entry -> entry.getValue().getArray()).toList();
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    var gradients =
        Gradients.recording(() -> Gradients.of(penalty(rig, x), leaves)).stream()
            .map(NDArray::toFloatArray)
            .toList();
    int checked = 0;
    for (int i = 0; i < gradients.size(); i++) {
      if (gradients.get(i).length == 0) {
        // The last bias does not enter the critic's gradient.
        continue;
      }
      var parameter = parameters.get(i).getValue();
      float[] stored = parameter.getArray().toFloatArray();
      if (norm(gradients.get(i)) < 1e-5) {
        continue;
      }
      assertSlopes(
          parameters.get(i).getKey(),
          stored,
          gradients.get(i),
          values -> {
            rig.set(parameter, values);
            return Gradients.recording(() -> penalty(rig, x)).getFloat();
          });
      rig.set(parameter, stored);
      checked++;
    }
    assertThat(checked).isGreaterThanOrEqualTo(2);
  }

  private static NDArray penalty(Rig rig, NDArray x) {
    NDArray leaf = x.duplicate();
    leaf.setRequiresGradient(true);
    NDArray score = rig.run(Rig.EVALUATION, leaf).sum();
    NDArray gradient = Gradients.ofInput(score, leaf);
    return gradient.square().sum().sub(1).square();
  }
}
