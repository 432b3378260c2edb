package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer against the numbers of PyTorch: outputs, gradients, and buffers after training. */
class OperatorGoldenTest {
  private static Stream<DynamicTest> each(Map<String, Layer> layers, Check check) {
    return layers.entrySet().stream()
        .map(
            entry ->
                dynamicTest(entry.getKey(), () -> check.run(entry.getKey(), entry.getValue())));
  }

  private interface Check {
    void run(String name, Layer layer);
  }

  @TestFactory
  Stream<DynamicTest> norms_equal_the_reference() {
    Golden golden = Golden.load("ops/normalisation");
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("bn", BatchNorm2d.of());
    layers.put("bn_eps08", BatchNorm2d.of().withEpsilon(0.8));
    layers.put("bn_momentum03", BatchNorm2d.of().withMomentum(0.3));
    layers.put("in_plain", InstanceNorm2d.of());
    layers.put("in_affine", InstanceNorm2d.of().withAffine());
    layers.put("in_track", InstanceNorm2d.of().withAffine().withRunningStatistics());
    layers.put("gn2", GroupNorm.of(2));
    layers.put("gn1", GroupNorm.of(1));
    layers.put("gnC", GroupNorm.of(6).withEpsilon(1e-6));
    layers.put("ln", LayerNorm.of());
    return each(
        layers,
        (name, layer) -> {
          try (var rig = new Rig(layer, golden.tensor("image").shape())) {
            rig.load(golden.weights(), name + ".");
            NDArray image = golden.array("image", rig.manager);
            golden.assertMatches("output.eval." + name, rig.run(Rig.EVALUATION, image));
            var result =
                rig.differentiate(
                    Rig.TRAINING, List.of(image), List.of(golden.array("cotangent", rig.manager)));
            golden.assertMatches("output.train." + name, result.output());
            golden.assertMatches("grad.image_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
            layer
                .namedParameters()
                .forEach(
                    (key, parameter) -> {
                      if (!parameter.requiresGradient()) {
                        golden.assertMatches(
                            "after_train_forward." + name + "." + key, parameter.getArray());
                      }
                    });
          }
        });
  }

  private static void assertParametersMatch(Golden golden, String name, Rig.Result result) {
    result
        .parameters()
        .forEach(
            (key, gradient) -> golden.assertMatches("grad.param." + name + "." + key, gradient));
    assertThat(result.parameters().keySet().stream().map(key -> "grad.param." + name + "." + key))
        .containsExactlyInAnyOrderElementsOf(
            golden.io().keySet().stream()
                .filter(key -> key.startsWith("grad.param." + name + "."))
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> convolutions_equal_the_reference() {
    Golden golden = Golden.load("ops/convolutions");
    var layers = new LinkedHashMap<String, Layer>();
    layers.put(
        "deconv_k3_s2_p1_op1",
        ConvTranspose2d.of(6, 3).withStride(2).withPadding(1).withOutputPadding(1));
    layers.put("deconv_k4_s2_p1", ConvTranspose2d.of(6, 4).withStride(2).withPadding(1));
    layers.put(
        "deconv_k5_s3_p2_op2",
        ConvTranspose2d.of(6, 5).withStride(3).withPadding(2).withOutputPadding(2));
    layers.put("deconv_k4_s1_p0", ConvTranspose2d.of(6, 4));
    layers.put(
        "deconv_k3_s2_p1_op1_groups2",
        ConvTranspose2d.of(6, 3).withStride(2).withPadding(1).withOutputPadding(1).withGroups(2));
    layers.put("deconv_k3_s1_p2_dil2", ConvTranspose2d.of(6, 3).withPadding(2).withDilation(2));
    layers.put("conv_k3_s2_p1", Conv2d.of(8, 3).withStride(2).withPadding(1));
    layers.put("conv_k4_s2_p1", Conv2d.of(8, 4).withStride(2).withPadding(1));
    layers.put("conv_k3_reflect", new Reflected());
    layers.put("conv_k3_dil2", Conv2d.of(8, 3).withPadding(2).withDilation(2));
    layers.put("conv_k3_depthwise", Conv2d.of(8, 3).withPadding(1).withGroups(4));
    layers.put("conv_k1", Conv2d.of(8, 1));
    return each(
        layers,
        (name, layer) -> {
          try (var rig = new Rig(layer, golden.tensor("image").shape())) {
            rig.load(golden.weights(), name + ".");
            var result =
                rig.differentiate(
                    Rig.TRAINING,
                    List.of(golden.array("image", rig.manager)),
                    List.of(golden.array("cotangent." + name, rig.manager)));
            golden.assertMatches("output." + name, result.output());
            golden.assertMatches("grad.image_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
          }
        });
  }

  /** A reflecting convolution under a convolution's parameter names. */
  private static final class Reflected extends Layer {
    private final Layer convolution = child("", Conv2d.of(8, 3));

    @Override
    protected Values write(Script script, Values in) {
      return script.call("", convolution, script.call("", Pad.reflection(1), in));
    }
  }

  @TestFactory
  Stream<DynamicTest> spectral_norm_equals_the_reference() {
    Golden golden = Golden.load("ops/spectral_norm");
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("conv", SpectralNorm.of(Conv2d.of(5, 3).withPadding(1)));
    layers.put("linear", SpectralNorm.of(Linear.of(4)));
    layers.put(
        "deconv",
        SpectralNorm.of(ConvTranspose2d.of(6, 4).withStride(2).withPadding(1).withoutBias()));
    layers.put("conv_2it", SpectralNorm.of(Conv2d.of(4, 3).withoutBias()).withIterations(2));
    return each(
        layers,
        (name, layer) -> {
          String given = name.equals("linear") ? "vectors" : "image";
          try (var rig = new Rig(layer, golden.tensor(given).shape())) {
            assertThat(layer.namedParameters().keySet().stream().map(key -> name + "." + key))
                .containsExactlyInAnyOrderElementsOf(
                    golden.weights().keySet().stream()
                        .filter(key -> key.startsWith(name + "."))
                        .toList());
            rig.load(golden.weights(), name + ".");
            NDArray input = golden.array(given, rig.manager);
            golden.assertMatches("output.eval." + name, rig.run(Rig.EVALUATION, input));
            var result =
                rig.differentiate(
                    Rig.TRAINING,
                    List.of(input),
                    List.of(golden.array("cotangent." + name, rig.manager)));
            golden.assertMatches("output.train." + name, result.output());
            golden.assertMatches("grad.input_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
            assertVectorsMatch(golden, "after_train_forward_1." + name, layer);
            golden.assertMatches("output.train_second." + name, rig.run(Rig.TRAINING, input));
            assertVectorsMatch(golden, "after_train_forward_2." + name, layer);
            float[] before = vector(layer, "weight_u").getArray().toFloatArray();
            rig.run(Rig.EVALUATION, input);
            assertThat(vector(layer, "weight_u").getArray().toFloatArray()).isEqualTo(before);
          }
        });
  }

  private static void assertVectorsMatch(Golden golden, String prefix, Layer layer) {
    for (String name : List.of("weight_u", "weight_v")) {
      golden.assertMatches(prefix + "." + name, vector(layer, name).getArray());
    }
  }

  private static Parameter vector(Layer layer, String name) {
    return java.util.Objects.requireNonNull(layer.namedParameters().get(name));
  }

  @TestFactory
  Stream<DynamicTest> self_attention_equals_the_reference() {
    Golden golden = Golden.load("ops/self_attention");
    int channels = (int) golden.tensor("image").shape().get(1);
    return each(
        Map.of(
            "plain", SelfAttention2d.of(channels),
            "spectral", SelfAttention2d.of(channels).withSpectralNorm()),
        (name, layer) -> {
          try (var rig = new Rig(layer, golden.tensor("image").shape())) {
            assertThat(layer.namedParameters().keySet().stream().map(key -> name + "." + key))
                .containsExactlyInAnyOrderElementsOf(
                    golden.weights().keySet().stream()
                        .filter(key -> key.startsWith(name + "."))
                        .toList());
            rig.load(golden.weights(), name + ".");
            NDArray image = golden.array("image", rig.manager);
            golden.assertMatches("output.eval." + name, rig.run(Rig.EVALUATION, image));
            var result =
                rig.differentiate(
                    Rig.TRAINING, List.of(image), List.of(golden.array("cotangent", rig.manager)));
            golden.assertMatches("output.train." + name, result.output());
            golden.assertMatches("grad.image_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
          }
        });
  }

  @Test
  void self_attention_changes_nothing_at_first() {
    var shape = new Shape(2, 8, 5, 3);
    Layer layer = SelfAttention2d.of(8).withSpectralNorm();
    try (NDManager manager = NDManager.newBaseManager()) {
      layer.initialize("net", manager, 1, shape);
      NDArray x = manager.create(CounterRandom.of(2).gaussians(240), shape);
      NDArray y = Rig.TRAINING.run(() -> layer.run("net", new NDList(x))).singletonOrThrow();
      assertThat(y.toFloatArray()).isEqualTo(x.toFloatArray());
    } finally {
      layer.clear();
    }
  }

  @TestFactory
  Stream<DynamicTest> layout_padding_and_pooling_equal_the_reference() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("pixel_shuffle_2", PixelShuffle.of(2));
    layers.put("pixel_shuffle_3", PixelShuffle.of(3));
    layers.put("pixel_unshuffle_2", PixelUnshuffle.of(2));
    layers.put("pixel_unshuffle_4", PixelUnshuffle.of(4));
    layers.put("pixel_unshuffle_2_basicsr", PixelUnshuffle.of(2));
    layers.put("reflection_pad_3", Pad.reflection(3));
    layers.put("reflection_pad_1_2_3_0", Pad.reflection(0).withSides(1, 2, 3, 0));
    layers.put("replication_pad_2", Pad.replication(2));
    layers.put("circular_pad_2", Pad.circular(2));
    layers.put("zero_pad_1_0_2_3", Pad.zero(0).withSides(1, 0, 2, 3));
    layers.put("max_pool_2_ceil", Pool2d.max(2).roundingUp());
    layers.put("max_pool_3_2_ceil", Pool2d.max(3).withStride(2).roundingUp());
    layers.put("avg_pool_2", Pool2d.average(2));
    layers.put(
        "avg_pool_3_2_1_exclude_pad",
        Pool2d.average(3).withStride(2).withPadding(1).ignoringPadding());
    layers.put("adaptive_avg_pool_3x2", AdaptiveAveragePool2d.of(3, 2));
    return operations("ops/layout_pad_pool", layers);
  }

  @TestFactory
  Stream<DynamicTest> resampling_equals_the_reference() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("nearest_x2", Upsample.nearest(2));
    layers.put("nearest_x3", Upsample.nearest(3));
    layers.put("nearest_down", Upsample.nearest(1).toSize(6, 5));
    layers.putAll(smooth("bilinear", Upsample.bilinear(1), Upsample::bilinear));
    layers.putAll(smooth("bicubic", Upsample.bicubic(1), Upsample::bicubic));
    layers.put("area_down", AdaptiveAveragePool2d.of(6, 5));
    layers.put("area_half", AdaptiveAveragePool2d.of(5, 6));
    return operations("ops/interpolate", layers);
  }

  private static Map<String, Layer> smooth(
      String kind, Upsample plain, java.util.function.DoubleFunction<Upsample> by) {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put(kind + "_x2_align_False", by.apply(2));
    layers.put(kind + "_x4_align_False", by.apply(4));
    layers.put(kind + "_up_size_align_False", plain.toSize(17, 19));
    layers.put(kind + "_down_size_align_False", plain.toSize(6, 5));
    layers.put(kind + "_x2_align_True", by.apply(2).withAlignedCorners());
    layers.put(kind + "_x4_align_True", by.apply(4).withAlignedCorners());
    layers.put(kind + "_up_size_align_True", plain.toSize(17, 19).withAlignedCorners());
    layers.put(kind + "_down_size_align_True", plain.toSize(6, 5).withAlignedCorners());
    layers.put(kind + "_down_half", by.apply(0.5));
    layers.put(kind + "_down_half_antialias", by.apply(0.5).withAntialias());
    layers.put(kind + "_down_size_antialias", plain.toSize(6, 5).withAntialias());
    layers.put(kind + "_up_size_antialias", plain.toSize(17, 19).withAntialias());
    return layers;
  }

  /** Layers of one input, whose names and inputs the case lists; it may list no others. */
  private static Stream<DynamicTest> operations(String name, Map<String, Layer> layers) {
    Golden golden = Golden.load(name);
    var listed = golden.constructor().getAsJsonObject("operations");
    assertThat(layers.keySet()).containsExactlyInAnyOrderElementsOf(listed.keySet());
    return each(
        layers,
        (operation, layer) -> {
          String input = listed.getAsJsonObject(operation).get("input").getAsString();
          try (var rig = new Rig(layer, golden.tensor(input).shape())) {
            var result =
                rig.differentiate(
                    Rig.EVALUATION,
                    List.of(golden.array(input, rig.manager)),
                    List.of(golden.array("cotangent." + operation, rig.manager)));
            golden.assertMatches("output." + operation, result.output());
            golden.assertMatches("grad." + operation, result.input());
            assertThat(layer.getOutputShapes(new Shape[] {golden.tensor(input).shape()}))
                .containsExactly(result.output().getShape());
          }
        });
  }

  @Test
  void batch_norm_also_normalises_features() {
    try (var rig = new Rig(BatchNorm2d.of(), new Shape(4, 2))) {
      NDArray output = rig.run(Rig.TRAINING, rig.normal(1, new Shape(4, 2)));
      assertThat(output.getShape()).isEqualTo(new Shape(4, 2));
    }
  }
}
