package org.atelier.translation.style.adain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.features.vgg.NormalisedVgg;
import org.atelier.model.PublishedWeights;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.GoldenWeights;
import org.atelier.translation.style.FullSet;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The operation and the networks of naoto0804/pytorch-AdaIN, number by number. */
class AdaInGoldenTest {
  @ParameterizedTest
  @GoldenCases(
      family = "style",
      source = "function.py",
      symbol = "adaptive_instance_normalization, calc")
  void the_operation_and_its_derivatives_match_the_reference(Golden golden) {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      NDArray content = golden.array("content", scope);
      NDArray style = golden.array("style", scope);
      content.setRequiresGradient(true);
      style.setRequiresGradient(true);
      NDArray made = Gradients.recording(() -> Moments.of(style).adapt(content));
      golden.assertMatches("output.mean_content", Moments.of(content).mean());
      golden.assertMatches("output.std_content", Moments.of(content).deviation());
      golden.assertMatches("output.mean_style", Moments.of(style).mean());
      golden.assertMatches("output.std_style", Moments.of(style).deviation());
      golden.assertMatches("output.adain", made);
      NDArray sum = Gradients.recording(() -> made.mul(golden.array("cotangent", scope)).sum());
      NDList gradients = Gradients.of(sum, List.of(content, style));
      golden.assertMatches("grad.content", gradients.get(0));
      golden.assertMatches("grad.style", gradients.get(1));
    }
  }

  @Test
  void networks_losses_and_gradients_match_the_reference() throws WeightsException {
    Golden golden = FullSet.golden("style/adain_network");
    int divisor = golden.size("div");
    var weights = new PublishedWeights(golden.path("vgg.pth"), golden.stateDict("vgg"));
    var widths = List.of(512 / divisor, 256 / divisor, 128 / divisor, 64 / divisor);
    var options =
        AdaInOptions.defaults()
            .withDecoder(MirrorDecoder.ofVgg(widths))
            .withChannels(widths.get(0))
            .withImageSize(48);
    try (var vgg =
            FeatureExtractor.load(
                NormalisedVgg.architecture(divisor),
                StyleEncoder.vggTaps(),
                weights,
                Device.cpu());
        var model = new AdaIn(options);
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      model.setDevice(Device.cpu());
      model.initialize(0);
      model.encodeWith(new StyleEncoder(vgg, StyleEncoder.vggTaps()));
      GoldenWeights.load(model.decoder(), golden.stateDict("decoder"));
      NDArray content = signed(golden.array("content", scope));
      NDArray style = signed(golden.array("style", scope));
      Map<String, NDArray> taps = vgg.of(content);
      taps.forEach((tap, value) -> golden.assertMatches("output.content_" + tap, value));
      NDArray features = taps.get("relu4_1");
      NDArray target = Moments.of(vgg.of(style).get("relu4_1")).adapt(features);
      golden.assertMatches("output.adain_target", target);
      for (String alpha : List.of("1", "0.6")) {
        NDArray blended = Moments.blend(features, target, Double.parseDouble(alpha));
        golden.assertMatches(
            "output.stylized_alpha_" + alpha, unit(model.decoder().predict(blended)));
      }
      var step = new Step<>(0, new UnpairedImages(content, style), scope, CounterRandom.of(0));
      Objective objective = Gradients.recording(() -> model.phases().get(0).objective(step));
      golden.assertMatches("output.loss_content", objective.metrics().get("content"));
      golden.assertMatches("output.loss_style", objective.metrics().get("style"));
      golden.assertMatches("output.loss_total", objective.total());
      Map<String, NDArray> parameters = model.decoder().parameters();
      NDList gradients = Gradients.of(objective.total(), new ArrayList<>(parameters.values()));
      int at = 0;
      for (String name : parameters.keySet()) {
        golden.assertMatches("grad.decoder." + name, gradients.get(at++));
      }
      assertThat(at).isEqualTo(18);
    }
  }

  /** The reference's [0, 1] to our [-1, 1]. */
  private static NDArray signed(NDArray x) {
    return x.add(x).sub(1);
  }

  private static NDArray unit(NDArray x) {
    return Scale.by(x.add(1), 0.5);
  }
}
