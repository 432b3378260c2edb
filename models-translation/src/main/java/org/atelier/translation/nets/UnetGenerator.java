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
 * pix2pix's U-Net (arXiv:1611.07004, after arXiv:1505.04597): halved {@code depth} times, doubled
 * as often, with the features of each size handed across. A depth of 8 is for 256 pixels or their
 * multiples, 6 for 64, 9 for 512; the sides need not be equal.
 *
 * @param filters feature maps at half size; at most eight times as many further in
 * @param depth how often the size is halved, at least 2; both sides are multiples of 2^depth
 * @param norm what normalises
 * @param noise dropout in the layers of eight times the filters but for the innermost
 * @param upsampling how sizes are doubled
 */
public record UnetGenerator(
    int filters, int depth, Normalisation norm, Noise noise, Upsampling upsampling)
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
   * pix2pix's: 64 filters, batch norm that evaluation applies to each picture, dropout as noise,
   * transposed convolutions.
   */
  public static UnetGenerator of(int depth) {
    return new UnetGenerator(64, depth, Normalisation.PICTURE, Noise.ALWAYS, Upsampling.TRANSPOSED);
  }

  /** The same with so many filters at half size. */
  public UnetGenerator withFilters(int filters) {
    return new UnetGenerator(filters, depth, norm, noise, upsampling);
  }

  /** The same, halved so often. */
  public UnetGenerator withDepth(int depth) {
    return new UnetGenerator(filters, depth, norm, noise, upsampling);
  }

  /** The same with this norm. */
  public UnetGenerator withNorm(Normalisation norm) {
    return new UnetGenerator(filters, depth, norm, noise, upsampling);
  }

  /** The same with or without dropout. */
  public UnetGenerator withNoise(Noise noise) {
    return new UnetGenerator(filters, depth, norm, noise, upsampling);
  }

  /** The same with sizes doubled in this way. */
  public UnetGenerator withUpsampling(Upsampling upsampling) {
    return new UnetGenerator(filters, depth, norm, noise, upsampling);
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

  /** Everything below the level: its features, activated, and what is made of them. */
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
      noise.addTo(block);
    }
    var numbered = new LinkedHashMap<String, Block>();
    block.forEach(layer -> numbered.put(Integer.toString(numbered.size() + 1), layer));
    var layers = new LinkedHashMap<String, Block>();
    // In place in the reference, number 0 of its block: so the features are handed on activated.
    layers.put("activated", Activation.leakyRelu(SLOPE));
    layers.put("", Skip.over(Sequential.of(numbered)).named("model"));
    return Sequential.of(layers);
  }

  private Conv2d down(int level) {
    Conv2d convolution = Conv2d.of(width(level), 4).withStride(2).withPadding(1);
    return norm.biasBefore() ? convolution : convolution.withoutBias();
  }

  private int width(int level) {
    return filters * Math.min(WIDEST, 1 << level);
  }
}
