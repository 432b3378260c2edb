package org.atelier.translation.nets;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.model.Network;
import org.atelier.model.PublishedWeights;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;

/**
 * What a checkpoint of junyanz/pytorch-CycleGAN-and-pix2pix tells of its generator: everything but
 * whether there is dropout in a U-Net, which has no weights.
 *
 * @param generator the network that the weights fit
 * @param inputChannels of what it is given
 * @param outputChannels of what it makes
 */
public record PublishedGenerator(
    PictureGenerator generator, int inputChannels, int outputChannels) {
  private static final Pattern BLOCK = Pattern.compile("model\\.(\\d+)\\.conv_block\\.(\\d+)\\..*");
  private static final int FIRST_BLOCK = 10;

  /**
   * What the weights of a file would fit.
   *
   * @return empty if they are of no such generator
   */
  public static Optional<PublishedGenerator> of(PublishedWeights weights) {
    // A U-Net's names begin with model.model, which looks like a ResNet's in a wrapping.
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
   * Fills a generator.
   *
   * @throws WeightsException if they do not fit, with what is missing, unexpected or of another
   *     shape, and the options that would fit
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
        // Without dropout, number 6 is a norm.
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
            dropout ? Noise.TRAINING : Noise.NONE,
            // A transposed convolution's weight has its input first.
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
            Noise.ALWAYS,
            transposed ? Upsampling.TRANSPOSED : Upsampling.RESIZE);
    return Optional.of(
        new PublishedGenerator(generator, size(first, 1), size(last, transposed ? 1 : 0)));
  }

  /** A gain, where a norm with parameters stands. */
  private static Normalisation norm(Map<String, HostTensor> tensors, String name) {
    HostTensor gain = tensors.get(name);
    return gain != null && gain.shape().dimension() == 1
        ? Normalisation.PICTURE
        : Normalisation.INSTANCE;
  }

  private static boolean isConvolution(HostTensor tensor) {
    return tensor.shape().dimension() == 4;
  }

  private static int size(HostTensor tensor, int axis) {
    return Math.toIntExact(tensor.shape().get(axis));
  }
}
