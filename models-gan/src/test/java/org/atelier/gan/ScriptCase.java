package org.atelier.gan;

import java.util.List;
import java.util.Map;
import org.atelier.image.PictureShape;
import org.atelier.testing.Golden;
import org.atelier.weights.HostTensor;

/** The sizes of a {@link Golden} trajectory of PyTorch-GAN's scripts, read from its tensors. */
public record ScriptCase(Golden golden) {
  /** Of the real pictures, (steps, N, C, H, W). */
  public PictureShape picture() {
    long[] real = golden.tensor("real").shape().getShape();
    return new PictureShape((int) real[2], (int) real[3], (int) real[4]);
  }

  /** Numbers of a latent vector: of (steps, N, latent). */
  public int latentSize() {
    return (int) golden.tensor("z").shape().get(2);
  }

  /** Rows of the generator's table of class vectors, (classes, latent or classes). */
  public int classes() {
    return (int) golden.tensor("init_generator/label_emb.weight").shape().get(0);
  }

  /** Two multilayer perceptrons. */
  public PerceptronNetworks perceptrons() {
    return new PerceptronNetworks(latentSize(), generatorUnits(), discriminatorUnits());
  }

  /** Units of the generator's hidden layers. */
  public List<Integer> generatorUnits() {
    return hidden("init_generator");
  }

  /** Units of the discriminator's hidden layers. */
  public List<Integer> discriminatorUnits() {
    return hidden("init_discriminator");
  }

  /** The scripts' convolutional networks, with their bugs, but without dropout. */
  public ResizeNetworks resizing() {
    return new ResizeNetworks(latentSize(), filters(), 0, ReferenceBugs.REPRODUCED);
  }

  private List<Integer> hidden(String network) {
    List<Integer> widths =
        golden.stateDict(network).entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("model."))
            .map(Map.Entry::getValue)
            .filter(weight -> weight.shape().dimension() == 2)
            .map(weight -> (int) weight.shape().get(0))
            .toList();
    // The last layer gives the picture or the score.
    return widths.subList(0, widths.size() - 1);
  }

  /** Feature maps of the widest layers, where the generator's first convolution begins. */
  private int filters() {
    HostTensor first =
        golden.stateDict("init_generator").values().stream()
            .filter(weight -> weight.shape().dimension() == 4)
            .findFirst()
            .orElseThrow();
    return (int) first.shape().get(1);
  }

  /** Steps of the critic for each of the generator. */
  public int criticSteps() {
    return golden.size("n_critic");
  }
}
