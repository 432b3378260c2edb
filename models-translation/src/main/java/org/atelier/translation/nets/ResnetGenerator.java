package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;

/**
 * Johnson et al.'s generator (arXiv:1603.08155) as CycleGAN has it: two convolutions of stride 2,
 * residual blocks, two upsamplings, mirrored borders. CycleGAN takes 6 blocks for pictures of 128
 * pixels, 9 from 256 on.
 *
 * @param filters feature maps at full size; four times as many in the blocks
 * @param blocks residual blocks
 * @param norm what normalises
 * @param noise dropout in the blocks
 * @param upsampling how sizes are doubled
 */
public record ResnetGenerator(
    int filters, int blocks, Normalisation norm, Noise noise, Upsampling upsampling)
    implements PictureGenerator {
  /** Checks the numbers. */
  public ResnetGenerator {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(0, "blocks", blocks);
  }

  /** CycleGAN's: 64 filters, instance norm, no dropout, transposed convolutions. */
  public static ResnetGenerator of(int blocks) {
    return new ResnetGenerator(
        64, blocks, Normalisation.INSTANCE, Noise.NONE, Upsampling.TRANSPOSED);
  }

  /** The same with so many filters at full size. */
  public ResnetGenerator withFilters(int filters) {
    return new ResnetGenerator(filters, blocks, norm, noise, upsampling);
  }

  /** The same with this norm. */
  public ResnetGenerator withNorm(Normalisation norm) {
    return new ResnetGenerator(filters, blocks, norm, noise, upsampling);
  }

  /** The same with or without dropout. */
  public ResnetGenerator withNoise(Noise noise) {
    return new ResnetGenerator(filters, blocks, norm, noise, upsampling);
  }

  /** The same with sizes doubled in this way. */
  public ResnetGenerator withUpsampling(Upsampling upsampling) {
    return new ResnetGenerator(filters, blocks, norm, noise, upsampling);
  }

  @Override
  public int multiple() {
    return 4;
  }

  @Override
  public int leastSide() {
    // A quarter of it is mirrored by one pixel in every block.
    return 8;
  }

  @Override
  public Layer layers(int channels) {
    List<Block> layers = new ArrayList<>();
    layers.add(Pad.reflection(3));
    addNormalised(layers, Conv2d.of(filters, 7));
    layers.add(Activation.relu());
    for (int width : new int[] {2 * filters, 4 * filters}) {
      addNormalised(layers, Conv2d.of(width, 3).withStride(2).withPadding(1));
      layers.add(Activation.relu());
    }
    for (int i = 0; i < blocks; i++) {
      layers.add(Residual.of(block()).named("conv_block"));
    }
    for (int width : new int[] {2 * filters, filters}) {
      layers.add(upsampling.ofThree(width, norm.biasBefore()));
      layers.add(norm.layer());
      layers.add(Activation.relu());
    }
    layers.add(Pad.reflection(3));
    layers.add(Conv2d.of(channels, 7));
    layers.add(Activation.tanh());
    return PictureGenerator.initialised(
        Sequential.of(Map.of("model", Sequential.of(layers.toArray(Block[]::new)))));
  }

  private Layer block() {
    List<Block> layers = new ArrayList<>();
    layers.add(Pad.reflection(1));
    addNormalised(layers, Conv2d.of(4 * filters, 3));
    layers.add(Activation.relu());
    noise.addTo(layers);
    layers.add(Pad.reflection(1));
    addNormalised(layers, Conv2d.of(4 * filters, 3));
    return Sequential.of(layers.toArray(Block[]::new));
  }

  private void addNormalised(List<Block> layers, Conv2d convolution) {
    layers.add(norm.biasBefore() ? convolution : convolution.withoutBias());
    layers.add(norm.layer());
  }
}
