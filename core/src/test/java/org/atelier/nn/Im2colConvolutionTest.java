package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Convolutions of few positions are matrix products, and give what convolutions give. */
class Im2colConvolutionTest {
  private static final Shape ALONE = new Shape(1, 4, 6, 5);
  private static final int MANY = 60;

  private static Map<String, Layer> layers() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("plain", Conv2d.of(3, 2));
    layers.put("strided", Conv2d.of(3, 4).withStride(2).withPadding(1).withoutBias());
    layers.put("dilated", Conv2d.of(3, 2).withDilation(2));
    layers.put("of a rectangular kernel", Conv2d.of(3, 3, 2).withPadding(1));
    layers.put("seeing all at once", Conv2d.of(3, 6, 5));
    layers.put("transposed", ConvTranspose2d.of(3, 2));
    layers.put("transposed, strided", ConvTranspose2d.of(3, 4).withStride(2).withPadding(1));
    layers.put(
        "transposed, longer",
        ConvTranspose2d.of(3, 3).withStride(2).withPadding(1).withOutputPadding(1).withoutBias());
    layers.put("transposed, dilated", ConvTranspose2d.of(3, 2).withDilation(2).withPadding(1));
    return layers;
  }

  @TestFactory
  Stream<DynamicTest> a_picture_gives_alone_what_it_gives_among_many() {
    return layers().entrySet().stream()
        .flatMap(
            entry ->
                Stream.of(
                    dynamicTest(entry.getKey(), () -> expectAlike(entry.getValue())),
                    dynamicTest(
                        entry.getKey() + ", row by row",
                        // The norm chooses how all of the network lies.
                        () ->
                            expectAlike(
                                Sequential.of(
                                    InstanceNorm2d.of(), layers().get(entry.getKey()))))));
  }

  private static void expectAlike(Layer layer) {
    try (var rig = new Rig(layer, ALONE)) {
      NDArray alone = rig.normal(1, ALONE);
      NDArray others = rig.normal(2, new Shape(MANY, 4, 6, 5));
      NDArray among = NDArrays.concat(new NDList(alone, others));
      NDArray expected = rig.run(Rig.EVALUATION, among).get("0:1");
      NDArray cotangent = rig.normal(3, expected.getShape());
      assertThat(rig.run(Rig.EVALUATION, alone).toFloatArray())
          .containsExactly(expected.toFloatArray(), within(1e-5f));

      // The others weigh nothing, so all derivatives are the one picture's.
      var of = rig.differentiate(Rig.EVALUATION, List.of(alone), List.of(cotangent));
      NDArray nothing = rig.run(Rig.EVALUATION, others).mul(0);
      var ofMany =
          rig.differentiate(
              Rig.EVALUATION,
              List.of(among),
              List.of(NDArrays.concat(new NDList(cotangent, nothing))));
      assertThat(of.inputs().get(0).toFloatArray())
          .containsExactly(ofMany.inputs().get(0).get("0:1").toFloatArray(), within(1e-4f));
      of.parameters()
          .forEach(
              (name, gradient) ->
                  assertThat(gradient.toFloatArray())
                      .as(name)
                      .containsExactly(
                          ofMany.parameters().get(name).toFloatArray(), within(1e-4f)));
    }
  }

  @Test
  void many_positions_are_convolved() {
    try (var rig = new Rig(Conv2d.of(3, 2), ALONE)) {
      assertThat(rig.text(Rig.TRAINING, ALONE)).contains("im2col").doesNotContain("conv2d");
      assertThat(rig.text(Rig.TRAINING, new Shape(16, 4, 6, 5)))
          .contains("conv2d")
          .doesNotContain("im2col");
    }
  }
}
