package org.atelier.translation.style.fast;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.ConditionalInstanceNorm2d;
import org.atelier.nn.Conv2d;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;
import org.atelier.options.OptionChecks;

/**
 * The network of pytorch/examples fast_neural_style, with its key names: two convolutions of stride
 * 2, five residual blocks, two enlargements by repeated pixels, each followed by a convolution;
 * reflection padding, and instance norms with a gain and a bias. Inside, pictures are in [0, 255];
 * outside, in [-1, 1], nominally: the output is not bounded.
 *
 * <p>With several styles the norms are conditional, and the shares of the styles (N or 1, styles)
 * are a second input.
 */
public final class TransformerNet {
  /** What height and width must be a multiple of. */
  public static final int MULTIPLE = 4;

  /** The least height and width in pixels: reflection padding needs more than it adds. */
  public static final int LEAST_SIDE = 8;

  /**
   * How many pixels away the input still changes a pixel of the output when statistics are given: 4
   * + 1 + 2 of the first convolutions, 10 · 4 of the blocks, 2 + 1 + 4 of the last, and 7 for the
   * grid of every fourth pixel.
   */
  public static final int REACH = 61;

  private static final int BLOCKS = 5;
  private static final int BORDER_KERNEL = 9;

  private final int styles;

  private TransformerNet(int styles) {
    this.styles = OptionChecks.atLeast(1, "styles", styles);
  }

  /**
   * The untrained layers.
   *
   * @param filters feature maps next to the picture: 32 in the reference; 16 lose no quality. The
   *     blocks have four times as many
   * @param styles the number of styles; with 1 the layers take pictures alone
   */
  public static Layer layers(int filters, int styles) {
    OptionChecks.atLeast(1, "filters", filters);
    return new TransformerNet(styles)
        .layers(
            filters, OptionChecks.layerWidth(2L * filters), OptionChecks.layerWidth(4L * filters));
  }

  private Layer layers(int narrow, int middle, int wide) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("bytes", Layer.of("torch.mul(torch.add({0}, 1.), 127.5)"));
    layers.put("conv1", convolution(narrow, BORDER_KERNEL, 1));
    addNorm(layers, "1");
    layers.put("conv2", convolution(middle, 3, 2));
    addNorm(layers, "2");
    layers.put("conv3", convolution(wide, 3, 2));
    addNorm(layers, "3");
    for (int i = 1; i <= BLOCKS; i++) {
      layers.put("res" + i, Residual.of(block(wide)).named(""));
    }
    layers.put("up1", Upsample.nearest(2));
    layers.put("deconv1", convolution(middle, 3, 1));
    addNorm(layers, "4");
    layers.put("up2", Upsample.nearest(2));
    layers.put("deconv2", convolution(narrow, 3, 1));
    addNorm(layers, "5");
    layers.put("deconv3", convolution(3, BORDER_KERNEL, 1));
    layers.put("signed", Layer.of("torch.sub(torch.div({0}, 127.5), 1.)"));
    return Sequential.of(layers);
  }

  private Layer block(int width) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("conv1", convolution(width, 3, 1));
    addNorm(layers, "1");
    layers.put("conv2", convolution(width, 3, 1));
    layers.put("in2", norm());
    return Sequential.of(layers);
  }

  private static Layer convolution(int filters, int kernel, int stride) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("reflection_pad", Pad.reflection(kernel / 2));
    layers.put("conv2d", Conv2d.of(filters, kernel).withStride(stride));
    return Sequential.of(layers);
  }

  private void addNorm(Map<String, Layer> layers, String number) {
    layers.put("in" + number, norm());
    layers.put("relu" + number, Activation.relu());
  }

  private Layer norm() {
    return styles == 1 ? InstanceNorm2d.of().withAffine() : ConditionalInstanceNorm2d.of(styles);
  }
}
