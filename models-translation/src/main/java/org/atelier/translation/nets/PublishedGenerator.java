package org.atelier.translation.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
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
  private static final List<String> UNET =
      List.of("model.model.0.weight", "model.model.1.model.1.weight");
  private static final List<String> RESNET =
      List.of("model.1.weight", "model.4.weight", "model.10.conv_block.1.weight");

  /**
   * Finds the architecture that weights fit.
   *
   * @return empty if they are not those of such a generator
   */
  public static Optional<PublishedGenerator> of(PublishedWeights weights) {
    // Names of a U-Net begin with model.model, like those of a ResNet inside a wrapper module.
    Optional<PublishedGenerator> found = unet(weights.shapes(UNET));
    return found.isPresent() ? found : resnet(weights.shapes(RESNET));
  }

  private static Optional<PublishedGenerator> of(Map<String, Shape> shapes) {
    Optional<PublishedGenerator> found = unet(shapes);
    return found.isPresent() ? found : resnet(shapes);
  }

  /**
   * Copies weights into a generator.
   *
   * @throws WeightsException if they do not fit; the message names the parameters that are missing,
   *     unexpected or of another shape, and the options of the generator that would fit
   */
  public static void load(PublishedWeights weights, Network network) throws WeightsException {
    weights.into(network, own -> advice(own, network));
  }

  private static Optional<String> advice(Map<String, Shape> file, Network network) {
    var own = new LinkedHashMap<String, Shape>();
    for (Map<String, NDArray> arrays : List.of(network.parameters(), network.buffers())) {
      arrays.forEach((name, array) -> own.put(name, array.getShape()));
    }
    Optional<PublishedGenerator> expected = of(own);
    return of(file)
        .map(
            found ->
                !expected.filter(found::equals).isPresent()
                    ? "The file fits " + found.differences(expected)
                    : file.keySet().containsAll(own.keySet())
                        ? "The file is of this architecture, but has more tensors; save the generator's own state dict"
                        : "The file is of this architecture, but not whole; download it again");
  }

  /**
   * The options in which this differs from another architecture, or all if it is of another kind.
   */
  private String differences(Optional<PublishedGenerator> other) {
    Optional<PublishedGenerator> alike =
        other.filter(o -> o.generator().getClass() == generator.getClass());
    var options = new ArrayList<String>();
    Map<String, Object> theirs = alike.map(PublishedGenerator::options).orElse(Map.of());
    options()
        .forEach(
            (name, value) -> {
              if (!value.equals(theirs.get(name))) {
                options.add(name + " " + value);
              }
            });
    String kind = generator instanceof ResnetGenerator ? "a ResnetGenerator" : "a UnetGenerator";
    return kind + " with " + String.join(", ", options);
  }

  private Map<String, Object> options() {
    var options = new LinkedHashMap<String, Object>();
    if (generator instanceof ResnetGenerator resnet) {
      options.put("filters", resnet.filters());
      options.put("blocks", resnet.blocks());
      options.put("norm", resnet.norm());
      options.put("dropout", resnet.dropout());
      options.put("upsampling", resnet.upsampling());
    } else if (generator instanceof UnetGenerator unet) {
      options.put("filters", unet.filters());
      options.put("depth", unet.depth());
      options.put("norm", unet.norm());
      options.put("upsampling", unet.upsampling());
    }
    options.put("input channels", inputChannels);
    options.put("output channels", outputChannels);
    return options;
  }

  private static Optional<PublishedGenerator> resnet(Map<String, Shape> tensors) {
    Shape first = tensors.get("model.1.weight");
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
    Shape up = tensors.get("model." + (FIRST_BLOCK + blocks.size()) + ".weight");
    Shape last = tensors.get("model." + (FIRST_BLOCK + blocks.size() + 7) + ".weight");
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

  private static Optional<PublishedGenerator> unet(Map<String, Shape> tensors) {
    Shape first = tensors.get("model.model.0.weight");
    Shape last = tensors.get("model.model.3.weight");
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
  private static Normalisation norm(Map<String, Shape> tensors, String name) {
    Shape gain = tensors.get(name);
    return gain != null && gain.dimension() == 1
        ? Normalisation.BATCH_INSTANCE_STATISTICS
        : Normalisation.INSTANCE;
  }

  private static boolean isConvolution(Shape tensor) {
    return tensor.dimension() == 4;
  }

  private static int size(Shape tensor, int axis) {
    return Math.toIntExact(tensor.get(axis));
  }
}
