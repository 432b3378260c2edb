package org.atelier.perception;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.model.PublishedWeights;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;

class PerceptualLossTest {
  private static final int[] VGG_19 = {2, 2, 4, 4, 4};

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  /** The features of a VGG-19 whose widths are divided by a number. */
  private static FeatureArchitecture vgg(int div) {
    var layers = new LinkedHashMap<String, Layer>();
    var taps = new LinkedHashMap<String, String>();
    for (int stage = 0; stage < VGG_19.length; stage++) {
      for (int i = 1; i <= VGG_19[stage]; i++) {
        String name = (stage + 1) + "_" + i;
        taps.put("conv" + name, "features." + layers.size());
        int filters = Math.min(512, 64 << stage) / div;
        layers.put("" + layers.size(), Conv2d.of(filters, 3).withPadding(1));
        taps.put("relu" + name, "features." + layers.size());
        layers.put("" + layers.size(), Activation.relu());
      }
      layers.put("" + layers.size(), Pool2d.max(2));
    }
    return new FeatureArchitecture(
        "VGG-19",
        () -> Sequential.of(Map.of("features", Sequential.of(layers))),
        InputNormalisation.imageNet(),
        taps);
  }

  @ParameterizedTest
  @GoldenCases(family = "vgg", source = "basicsr/losses/basic_loss.py")
  void perceptual_and_gram_loss_are_the_references(Golden golden) throws Exception {
    JsonObject options = golden.constructor();
    var weights = new LinkedHashMap<String, Double>();
    options
        .getAsJsonObject("layer_weights")
        .entrySet()
        .forEach(entry -> weights.put(entry.getKey(), entry.getValue().getAsDouble()));
    double styleWeight = options.get("style_weight").getAsDouble();
    var taps = new TapWeights(weights);
    var features = new LinkedHashMap<>(golden.weights());
    features.keySet().removeIf(name -> name.startsWith("classifier."));
    var file = new PublishedWeights(Path.of("weights.pth"), features);
    try (var vgg =
        FeatureExtractor.load(
            vgg(options.get("div").getAsInt()), weights.keySet(), file, Device.cpu())) {
      NDArray pred = symmetric(golden.array("pred", scope));
      NDArray target = symmetric(golden.array("target", scope));
      pred.setRequiresGradient(true);
      for (Criterion criterion : Criterion.values()) {
        String name =
            criterion == Criterion.FROBENIUS ? "fro" : criterion.name().toLowerCase(Locale.ROOT);
        var perceptual = new PerceptualLoss(vgg, taps, criterion);
        var style = new StyleLoss(vgg, taps, new GramStatistic(criterion));
        NDArray content = Gradients.recording(() -> perceptual.of(pred, target));
        NDArray gram =
            Gradients.recording(() -> Scale.by(style.of(pred, style.target(target)), styleWeight));
        NDArray total = Gradients.recording(() -> content.add(gram));
        golden.assertMatches("output.perceptual_" + name, content);
        golden.assertMatches("output.style_" + name, gram);
        // The reference's pictures are in [0, 1], ours in [-1, 1].
        NDArray gradient = Gradients.of(total, List.of(pred)).singletonOrThrow();
        golden.assertMatches("grad.pred_" + name, Scale.by(gradient, 2));
      }
    }
  }

  private static NDArray symmetric(NDArray unit) {
    return unit.mul(2).sub(1);
  }
}
