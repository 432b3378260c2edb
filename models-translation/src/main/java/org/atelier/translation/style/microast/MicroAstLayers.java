package org.atelier.translation.style.microast;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.AdaptiveInstanceNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * The networks of EndyWon/MicroAST with its key names. All convolutions have reflection padding;
 * inside, pictures are in [0, 1].
 */
final class MicroAstLayers {
  /** Channels of the features. */
  static final int WIDTH = 64;

  private static final String UNIT = "torch.div(torch.add({0}, 1.), 2.)";
  private static final String SIGNED = "torch.sub(torch.mul({0}, 2.), 1.)";

  private MicroAstLayers() {}

  /**
   * The style's side: pictures in [-1, 1] to eight signals (N, 64, 1, 1): the mean and the standard
   * deviation of the features at depth 1 and of those at depth 2, gain and bias of the modulation
   * at depth 1 and at depth 2.
   */
  static Layer style() {
    return new StyleSide();
  }

  /**
   * The content's side: pictures in [-1, 1], the eight signals of {@link #style} and the strength
   * (1, 1, 1, 1) to pictures.
   */
  static Layer content() {
    return new ContentSide();
  }

  private static Layer convolution(int filters, int kernel, int stride, int groups) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    if (kernel > 1) {
      layers.put("pad", Pad.reflection(kernel / 2));
    }
    layers.put("conv_layer", Conv2d.of(filters, kernel).withStride(stride).withGroups(groups));
    return Sequential.of(layers);
  }

  private static Layer residual() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("conv1", convolution(WIDTH, 3, 1, 1));
    layers.put("relu", Activation.relu());
    layers.put("conv2", convolution(WIDTH, 3, 1, 1));
    return Residual.of(Sequential.of(layers)).named("");
  }

  /** Pictures in [-1, 1] to the features of two depths. */
  private static final class Encoder extends Layer {
    private final Layer unit = child("unit", Layer.of(UNIT));
    private final Layer first =
        child(
            "enc1",
            Sequential.of(
                convolution(16, 9, 1, 1),
                Activation.relu(),
                convolution(32, 3, 2, 16),
                Activation.relu(),
                convolution(32, 1, 1, 1),
                Activation.relu(),
                convolution(WIDTH, 3, 2, 32),
                Activation.relu(),
                convolution(WIDTH, 1, 1, 1),
                Activation.relu(),
                residual()));
    private final Layer second = child("enc2", Sequential.of(residual()));

    @Override
    protected Values write(Script script, Values in) {
      Value one =
          script.call("enc1", first, script.call("unit", unit, in.only().expectPicture(3))).only();
      return Values.of(one, script.call("enc2", second, one).only());
    }
  }

  private static final class StyleSide extends Layer {
    private final Layer encoder = child("", new Encoder());
    private final Layer statistics = child("statistics", AdaptiveInstanceNorm2d.statistics());
    private final Layer[] signals = new Layer[4];

    StyleSide() {
      for (int i = 0; i < signals.length; i++) {
        signals[i] = child(name(i), Sequential.of(convolution(WIDTH, 3, 1, WIDTH)));
      }
    }

    private static String name(int index) {
      return (index % 2 == 0 ? "weight" : "bias") + (index / 2 + 1);
    }

    @Override
    protected Values write(Script script, Values in) {
      Values features = script.call("", encoder, in);
      var all = new Value[8];
      for (int depth = 0; depth < 2; depth++) {
        Value f = features.get(depth, 2);
        Values moments = script.call("statistics", statistics, f);
        all[2 * depth] = moments.get(0, 2);
        all[2 * depth + 1] = moments.get(1, 2);
        for (int i = 2 * depth; i < 2 * depth + 2; i++) {
          Value map = script.call(name(i), signals[i], f).only();
          all[4 + i] =
              script.line(
                  moments.get(0, 2).shape(), "torch.mean({0}, [2, 3], True, dtype=None)", map);
        }
      }
      return Values.of(all);
    }
  }

  /** x + w · conv2(r) + b · r with r = ReLU(w · conv1(x) + b · x). */
  private static final class Modulated extends Layer {
    private final Layer first = child("conv1", convolution(WIDTH, 3, 1, 1));
    private final Layer second = child("conv2", convolution(WIDTH, 3, 1, 1));

    @Override
    protected Values write(Script script, Values in) {
      Value x = in.get(0, 3);
      Value w = in.get(1, 3);
      Value b = in.get(2, 3);
      Value one = script.call("conv1", first, x).only();
      Value r =
          script.line(
              x.shape(),
              "torch.relu(torch.add(torch.mul({0}, {1}), torch.mul({2}, {3})))",
              w,
              one,
              b,
              x);
      Value two = script.call("conv2", second, r).only();
      return script.line(
          x.shape(),
          "torch.add(torch.add({0}, torch.mul({1}, {2})), torch.mul({3}, {4}))",
          x,
          w,
          two,
          b,
          r);
    }
  }

  private static final class ContentSide extends Layer {
    private static final int INPUTS = 10;

    private final Layer encoder = child("", new Encoder());
    private final Layer norm = child("adain", AdaptiveInstanceNorm2d.of());
    private final Layer first = child("dec1", new Modulated());
    private final Layer second = child("dec2", new Modulated());
    private final Layer last =
        child(
            "dec3",
            Sequential.of(
                Upsample.bilinear(2),
                convolution(32, 3, 1, 32),
                Activation.relu(),
                convolution(32, 1, 1, 1),
                Activation.relu(),
                Upsample.bilinear(2),
                convolution(16, 3, 1, 16),
                Activation.relu(),
                convolution(16, 1, 1, 1),
                Activation.relu(),
                convolution(3, 9, 1, 1)));
    private final Layer signed = child("signed", Layer.of(SIGNED));

    @Override
    protected Values write(Script script, Values in) {
      var given = new Value[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        given[i] = in.get(i, INPUTS);
      }
      Value strength = given[9];
      Value x = script.call("", encoder, given[0]).get(1, 2);
      x = adapted(script, x, given[3], given[4], strength);
      x = script.call("dec1", first, Values.of(x, given[7], given[8])).only();
      x = adapted(script, x, given[1], given[2], strength);
      x = script.call("dec2", second, Values.of(x, given[5], given[6])).only();
      return script.call("signed", signed, script.call("dec3", last, x));
    }

    private Value adapted(Script script, Value x, Value mean, Value deviation, Value strength) {
      Value made = script.call("adain", norm, Values.of(x, mean, deviation)).only();
      return script.line(
          x.shape(), "torch.add({0}, torch.mul(torch.sub({1}, {0}), {2}))", x, made, strength);
    }
  }
}
