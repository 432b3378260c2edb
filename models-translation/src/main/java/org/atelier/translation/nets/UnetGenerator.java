package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.nn.Skip;
import org.atelier.options.OptionChecks;

/**
 * The U-Net generator of pix2pix (arXiv:1611.07004, after arXiv:1505.04597): {@code depth}
 * downsampling layers, as many upsampling layers, and skip connections between those of equal
 * resolution. A depth of 8 is for pictures of 256 pixels or multiples of that, 6 for 64, 9 for 512;
 * height and width may differ.
 *
 * @param filters feature maps of the outermost layer ({@code ngf}); inner ones have at most eight
 *     times as many
 * @param depth number of downsampling layers ({@code num_downs}), from 2 to 12; height and width
 *     are multiples of 2^depth
 * @param norm the normalisation layers
 * @param dropout when the dropout layers are active: those of the upsampling layers of eight times
 *     the filters except the innermost
 * @param upsampling how feature maps are upsampled
 */
public record UnetGenerator(
    int filters, int depth, Normalisation norm, DropoutMode dropout, Upsampling upsampling)
    implements PictureGenerator {
  private static final double SLOPE = 0.2;
  private static final int WIDEST = 8;

  /** Checks the numbers. */
  public UnetGenerator {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(2, "depth", depth);
    if (depth > 12) {
      throw new IllegalArgumentException("depth must be at most 12, but was " + depth);
    }
  }

  /**
   * As in pix2pix: 64 filters, batch norm that evaluates by each picture's own statistics, dropout
   * in training and evaluation, transposed convolutions.
   *
   * @param depth number of downsampling layers, from 2 to 12
   */
  public static UnetGenerator of(int depth) {
    return new UnetGenerator(
        64,
        depth,
        Normalisation.BATCH_INSTANCE_STATISTICS,
        DropoutMode.ALWAYS,
        Upsampling.TRANSPOSED);
  }

  /** Returns a copy with this number of feature maps in the outermost layer. */
  public UnetGenerator withFilters(int filters) {
    return new UnetGenerator(filters, depth, norm, dropout, upsampling);
  }

  /** Returns a copy with this number of downsampling layers, from 2 to 12. */
  public UnetGenerator withDepth(int depth) {
    return new UnetGenerator(filters, depth, norm, dropout, upsampling);
  }

  /** Returns a copy with these normalisation layers. */
  public UnetGenerator withNorm(Normalisation norm) {
    return new UnetGenerator(filters, depth, norm, dropout, upsampling);
  }

  /** Returns a copy with dropout active at these times. */
  public UnetGenerator withDropout(DropoutMode dropout) {
    return new UnetGenerator(filters, depth, norm, dropout, upsampling);
  }

  /** Returns a copy with this kind of upsampling. */
  public UnetGenerator withUpsampling(Upsampling upsampling) {
    return new UnetGenerator(filters, depth, norm, dropout, upsampling);
  }

  @Override
  public int multiple() {
    return 1 << depth;
  }

  @Override
  public int leastSide() {
    return multiple();
  }

  @Override
  public Layer layers(int channels) {
    var network = new LinkedHashMap<String, Block>();
    network.put("0", down(0));
    network.put("1", below(1));
    network.put("2", Activation.relu());
    network.put("3", upsampling.ofFour(channels, true));
    network.put("4", Activation.tanh());
    return PictureGenerator.initialised(
        Sequential.of(Map.of("model", Sequential.of(Map.of("model", Sequential.of(network))))));
  }

  /** The U-Net from a level inwards: concatenates its input, activated, and what it computes. */
  private Layer below(int level) {
    boolean innermost = level == depth - 1;
    List<Block> block = new ArrayList<>();
    block.add(down(level));
    if (!innermost) {
      block.add(norm.layer());
      block.add(below(level + 1));
    }
    block.add(Activation.relu());
    block.add(upsampling.ofFour(width(level - 1), norm.biasBefore()));
    block.add(norm.layer());
    if (!innermost && level > 3) {
      dropout.addTo(block);
    }
    var numbered = new LinkedHashMap<String, Block>();
    block.forEach(layer -> numbered.put(Integer.toString(numbered.size() + 1), layer));
    var layers = new LinkedHashMap<String, Block>();
    // The reference activates in place, so its skip connections carry activated features.
    layers.put("activated", Activation.leakyRelu(SLOPE));
    layers.put("", Skip.over(Sequential.of(numbered)).named("model"));
    return Sequential.of(layers);
  }

  private Conv2d down(int level) {
    Conv2d convolution = Conv2d.of(width(level), 4).withStride(2).withPadding(1);
    return norm.biasBefore() ? convolution : convolution.withoutBias();
  }

  private int width(int level) {
    return OptionChecks.layerWidth((long) filters * Math.min(WIDEST, 1 << level));
  }
}
