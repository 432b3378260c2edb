package org.atelier.translation.nets;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;

/**
 * The architecture of a generator of junyanz/pytorch-CycleGAN-and-pix2pix, as found from the names
 * and shapes in its checkpoint. Whether a U-Net has dropout cannot be found, since dropout has no
 * weights.
 *
 * @param generator the architecture that the weights fit
 * @param inputChannels channels of the input
 * @param outputChannels channels of the output
 */
public record PublishedGenerator(
    PictureGenerator generator, int inputChannels, int outputChannels) {
  private static final Pattern BLOCK = Pattern.compile("model\\.(\\d+)\\.conv_block\\.(\\d+)\\..*");
  private static final int FIRST_BLOCK = 10;

  /**
   * Finds the architecture that weights fit.
   *
   * @return empty if they are not those of such a generator
   */
  public static Optional<PublishedGenerator> of(PublishedWeights weights) {
    // Names of a U-Net begin with model.model, like those of a ResNet inside a wrapper module.
    Map<String, HostTensor> unet =
        weights.unwrapped(List.of("model.model.0.weight", "model.model.1.model.1.weight"));
    Optional<PublishedGenerator> found = unet(unet);
    return found.isPresent()
        ? found
        : resnet(
            weights.unwrapped(
                List.of("model.1.weight", "model.4.weight", "model.10.conv_block.1.weight")));
  }

  /**
   * Copies weights into a generator.
   *
   * @throws WeightsException if they do not fit; the message names the parameters that are missing,
   *     unexpected or of another shape, and the architecture that would fit
   */
  public static void load(PublishedWeights weights, Network network) throws WeightsException {
    weights.into(
        network,
        own ->
            of(weights)
                .map(found -> "The file fits a " + found.generator() + " of " + found.channels()));
  }

  private String channels() {
    return "%s to %s channels; build the model with it".formatted(inputChannels, outputChannels);
  }

  private static Optional<PublishedGenerator> resnet(Map<String, HostTensor> tensors) {
    HostTensor first = tensors.get("model.1.weight");
    var blocks = new TreeSet<Integer>();
    boolean dropout = false;
    for (var entry : tensors.entrySet()) {
      Matcher matcher = BLOCK.matcher(entry.getKey());
      if (matcher.matches()) {
        blocks.add(Integer.valueOf(matcher.group(1)));
        // With dropout as layer 4, layer 6 of a block is a convolution, otherwise a norm.
        dropout |= matcher.group(2).equals("6") && isConvolution(entry.getValue());
      }
    }
    HostTensor up = tensors.get("model." + (FIRST_BLOCK + blocks.size()) + ".weight");
    HostTensor last = tensors.get("model." + (FIRST_BLOCK + blocks.size() + 7) + ".weight");
    if (first == null || up == null || last == null || !isConvolution(first)) {
      return Optional.empty();
    }
    int filters = size(first, 0);
    var generator =
        new ResnetGenerator(
            filters,
            blocks.size(),
            norm(tensors, "model.2.weight"),
            dropout ? DropoutMode.TRAINING : DropoutMode.NONE,
            // The weight of a transposed convolution has the input channels first.
            size(up, 0) == 4 * filters ? Upsampling.TRANSPOSED : Upsampling.RESIZE);
    return Optional.of(new PublishedGenerator(generator, size(first, 1), size(last, 0)));
  }

  private static Optional<PublishedGenerator> unet(Map<String, HostTensor> tensors) {
    HostTensor first = tensors.get("model.model.0.weight");
    HostTensor last = tensors.get("model.model.3.weight");
    if (first == null || last == null || !isConvolution(first)) {
      return Optional.empty();
    }
    int depth = 1;
    String path = "model.model.1.";
    while (tensors.containsKey(path + "model.1.weight")) {
      depth++;
      path += "model.3.";
    }
    if (depth < 2) {
      return Optional.empty();
    }
    int filters = size(first, 0);
    boolean transposed = size(last, 0) == 2 * filters;
    var generator =
        new UnetGenerator(
            filters,
            depth,
            norm(tensors, "model.model.1.model.2.weight"),
            DropoutMode.ALWAYS,
            transposed ? Upsampling.TRANSPOSED : Upsampling.RESIZE);
    return Optional.of(
        new PublishedGenerator(generator, size(first, 1), size(last, transposed ? 1 : 0)));
  }

  /** Batch norm if there is a gain at the place of a norm; instance norm has no parameters. */
  private static Normalisation norm(Map<String, HostTensor> tensors, String name) {
    HostTensor gain = tensors.get(name);
    return gain != null && gain.shape().dimension() == 1
        ? Normalisation.BATCH_INSTANCE_STATISTICS
        : Normalisation.INSTANCE;
  }

  private static boolean isConvolution(HostTensor tensor) {
    return tensor.shape().dimension() == 4;
  }

  private static int size(HostTensor tensor, int axis) {
    return Math.toIntExact(tensor.shape().get(axis));
  }
}
