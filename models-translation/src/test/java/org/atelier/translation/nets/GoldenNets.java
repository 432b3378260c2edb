package org.atelier.translation.nets;

import com.google.gson.JsonElement;
import java.util.Locale;
import org.atelier.testing.Golden;

/** Networks of junyanz/pytorch-CycleGAN-and-pix2pix as a {@link Golden} case describes them. */
public final class GoldenNets {
  private GoldenNets() {}

  /**
   * A ResNet.
   *
   * @param weights the file of its state dict
   */
  public static ResnetGenerator resnet(Golden golden, String weights) {
    return new ResnetGenerator(
        golden.size("ngf"),
        golden.size("n_blocks"),
        norm(golden, weights),
        dropout(golden),
        Upsampling.TRANSPOSED);
  }

  /**
   * A U-Net.
   *
   * @param weights the file of its state dict
   */
  public static UnetGenerator unet(Golden golden, String weights) {
    return new UnetGenerator(
        golden.size("ngf"),
        golden.size("num_downs"),
        norm(golden, weights),
        dropout(golden),
        Upsampling.TRANSPOSED);
  }

  /**
   * A PatchGAN discriminator, or one of single pixels.
   *
   * @param weights the file of its state dict
   * @param layers 0 for single pixels
   */
  public static PatchDiscriminator patchDiscriminator(Golden golden, String weights, int layers) {
    return new PatchDiscriminator(golden.size("ndf"), layers, norm(golden, weights));
  }

  /** A PatchGAN discriminator of as many layers as there are weights of convolutions. */
  public static PatchDiscriminator patchDiscriminator(Golden golden, String weights) {
    long convolutions =
        golden.stateDict(weights).values().stream()
            .filter(weight -> weight.shape().dimension() == 4)
            .count();
    // One before the layers and one after them.
    return patchDiscriminator(golden, weights, (int) convolutions - 2);
  }

  /** The constructor's; if it has none, batch norm where there are statistics of batches. */
  private static Normalisation norm(Golden golden, String weights) {
    JsonElement named = golden.constructor().get("norm");
    if (named != null) {
      return Normalisation.valueOf(named.getAsString().toUpperCase(Locale.ROOT));
    }
    boolean batch =
        golden.stateDict(weights).keySet().stream().anyMatch(key -> key.endsWith("running_mean"));
    return batch ? Normalisation.BATCH : Normalisation.INSTANCE;
  }

  /** Training steps are without dropout. */
  private static DropoutMode dropout(Golden golden) {
    JsonElement dropout = golden.constructor().get("use_dropout");
    return dropout != null && dropout.getAsBoolean() ? DropoutMode.TRAINING : DropoutMode.NONE;
  }
}
