package org.atelier.translation.style.fast;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.Images;
import org.atelier.engine.Scale;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.image.Picture;
import org.atelier.model.PublishedWeights;
import org.atelier.optim.Adam;
import org.atelier.perception.FeatureExtractor;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.translation.GoldenNetwork;
import org.atelier.translation.style.FullSet;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The network and the training steps of pytorch/examples fast_neural_style, number by number. */
class FastStyleGoldenTest {
  @Test
  void the_network_matches_the_reference() {
    Golden golden = FullSet.golden("style/transformer_net");
    new GoldenNetwork(golden)
        .between(FastStyleGoldenTest::signed, y -> new NDList(bytes(y.get(0))))
        .inTrainingOnly()
        .check(TransformerNet.layers(golden.size("w"), 1));
  }

  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "fast_neural_style/neural_style/neural_style.py")
  void training_steps_follow_the_reference(Golden golden) throws WeightsException {
    double content = golden.constructor().get("content_weight").getAsDouble();
    double style = golden.constructor().get("style_weight").getAsDouble();
    var options =
        FastStyleOptions.defaults()
            .withFilters(golden.size("w"))
            .withImageSize(golden.size("size"))
            .withWeights(new FastStyleOptions.Weights(content, style, 0))
            .withOptimizer(Adam.of(golden.learningRate(), 0.9));
    var narrow =
        VggOptions.defaults()
            .withDepth(VggOptions.Depth.VGG16)
            .withDivisor(golden.size("div"))
            .withClassifier(List.of());
    PublishedWeights weights = new PublishedWeights(golden.path("vgg.pth"), features(golden));
    try (var vgg =
            FeatureExtractor.load(
                Vgg.architecture(narrow), StyleGoal.vgg16Taps(), weights, Device.cpu());
        var model = new FastStyle(options, StyleGoal.ofVgg16(vgg, List.of(styleOf(golden))))) {
      new Trajectory<>(golden, model)
          .run(inputs -> new Images(signed(inputs.of("content"))), (step, inputs) -> {})
          .expect("transformer.content", content, "losses.content_loss")
          .expect("transformer.style", style, "losses.style_loss")
          .expectTheSameEnd();
    }
  }

  private static Map<String, HostTensor> features(Golden golden) {
    var tensors = new LinkedHashMap<>(golden.stateDict("vgg"));
    tensors.keySet().removeIf(name -> !name.startsWith("features."));
    return tensors;
  }

  private static Picture styleOf(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      return Picture.of(signed(golden.array("style", scope).toType(DataType.FLOAT32, true)));
    }
  }

  /** The reference's [0, 255] to our [-1, 1]. */
  private static NDArray signed(NDArray x) {
    return Scale.by(x, 1 / 127.5).sub(1);
  }

  private static NDArray bytes(NDArray x) {
    return Scale.by(x.add(1), 127.5);
  }
}
