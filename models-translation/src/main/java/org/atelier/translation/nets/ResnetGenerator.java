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
 * The ResNet generator of CycleGAN, after Johnson et al. (arXiv:1603.08155): two convolutions of
 * stride 2, residual blocks, two upsampling layers, reflection padding. CycleGAN has 6 blocks for
 * pictures of 128 pixels and 9 from 256 pixels on.
 *
 * @param filters feature maps at full resolution ({@code ngf}); the blocks have four times as many
 * @param blocks number of residual blocks
 * @param norm the normalisation layers
 * @param dropout when the dropout layers of the blocks are active
 * @param upsampling how feature maps are upsampled
 */
public record ResnetGenerator(
    int filters, int blocks, Normalisation norm, DropoutMode dropout, Upsampling upsampling)
    implements PictureGenerator {
  /** Checks the numbers. */
  public ResnetGenerator {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(0, "blocks", blocks);
  }

  /** As in CycleGAN: 64 filters, instance norm, no dropout, transposed convolutions. */
  public static ResnetGenerator of(int blocks) {
    return new ResnetGenerator(
        64, blocks, Normalisation.INSTANCE, DropoutMode.NONE, Upsampling.TRANSPOSED);
  }

  /** Returns a copy with this number of feature maps at full resolution. */
  public ResnetGenerator withFilters(int filters) {
    return new ResnetGenerator(filters, blocks, norm, dropout, upsampling);
  }

  /** Returns a copy with this number of residual blocks. */
  public ResnetGenerator withBlocks(int blocks) {
    return new ResnetGenerator(filters, blocks, norm, dropout, upsampling);
  }

  /** Returns a copy with these normalisation layers. */
  public ResnetGenerator withNorm(Normalisation norm) {
    return new ResnetGenerator(filters, blocks, norm, dropout, upsampling);
  }

  /** Returns a copy with dropout active at these times. */
  public ResnetGenerator withDropout(DropoutMode dropout) {
    return new ResnetGenerator(filters, blocks, norm, dropout, upsampling);
  }

  /** Returns a copy with this kind of upsampling. */
  public ResnetGenerator withUpsampling(Upsampling upsampling) {
    return new ResnetGenerator(filters, blocks, norm, dropout, upsampling);
  }

  @Override
  public int multiple() {
    return 4;
  }

  @Override
  public int leastSide() {
    // The blocks see a quarter of it, and reflection padding by 1 needs 2 pixels.
    return 8;
  }

  @Override
  public Layer layers(int channels) {
    List<Block> layers = new ArrayList<>();
    layers.add(Pad.reflection(3));
    addNormalised(layers, Conv2d.of(filters, 7));
    layers.add(Activation.relu());
    for (int width :
        new int[] {OptionChecks.layerWidth(2L * filters), OptionChecks.layerWidth(4L * filters)}) {
      addNormalised(layers, Conv2d.of(width, 3).withStride(2).withPadding(1));
      layers.add(Activation.relu());
    }
    for (int i = 0; i < blocks; i++) {
      layers.add(Residual.of(block()).named("conv_block"));
    }
    for (int width : new int[] {OptionChecks.layerWidth(2L * filters), filters}) {
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
    addNormalised(layers, Conv2d.of(OptionChecks.layerWidth(4L * filters), 3));
    layers.add(Activation.relu());
    dropout.addTo(layers);
    layers.add(Pad.reflection(1));
    addNormalised(layers, Conv2d.of(OptionChecks.layerWidth(4L * filters), 3));
    return Sequential.of(layers.toArray(Block[]::new));
  }

  private void addNormalised(List<Block> layers, Conv2d convolution) {
    layers.add(norm.biasBefore() ? convolution : convolution.withoutBias());
    layers.add(norm.layer());
  }
}
