package org.atelier.perception;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atelier.engine.ExecutionContext;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.model.network.WeightsHash;
import org.atelier.nn.Layer;
import org.atelier.nn.Taps;
import org.atelier.nn.script.Footprint;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;
import org.atelier.optim.Sgd;
import org.atelier.options.NearNames;
import org.atelier.weights.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * A frozen network whose intermediate results, its taps, describe pictures. It runs in evaluation
 * mode, recorded for autograd if the thread records, so it serves losses and metrics. Any number of
 * taps is one native call, in which no layer after the last of them runs, on pictures of any size.
 *
 * <pre>{@code
 * try (var vgg = FeatureExtractor.load(architecture, List.of("relu1_1", "relu4_1"), weights, device)) {
 *   Map<String, NDArray> features = vgg.of(pictures);
 * }
 * }</pre>
 *
 * <p>A tap is named by a name of the {@linkplain FeatureArchitecture#taps architecture}, or by the
 * dotted path of any layer. Thread-safe.
 */
public final class FeatureExtractor implements AutoCloseable {
  private static final int PROBE = 256;
  private static final int NEAR = 5;

  private final FeatureArchitecture architecture;
  private final Map<String, String> paths;
  private final Layer layers;
  private final Network network;
  private final Map<Pass, Taps> programs = new ConcurrentHashMap<>();
  private @Nullable String hash;

  /**
   * What is computed in one native call.
   *
   * @param start the tap whose value is given; null for pictures
   * @param taps what is computed
   */
  private record Pass(@Nullable String start, List<String> taps) {}

  /** The whole tree behind the conversion of its input. */
  private static final class Normalised extends Layer {
    private final InputNormalisation input;
    private final Layer layers;

    Normalised(FeatureArchitecture architecture) {
      input = architecture.input();
      layers = child("", architecture.layers().get());
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.call("", layers, input.write(script, in.only()));
    }
  }

  private FeatureExtractor(
      FeatureArchitecture architecture, Collection<String> taps, Device device) {
    this.architecture = architecture;
    layers = new Normalised(architecture);
    paths = Collections.unmodifiableMap(resolved(taps));
    network =
        new Network(
            "features",
            Taps.of(layers, paths.values().toArray(String[]::new)),
            Sgd.of(1e-3),
            new Shape(3, PROBE, PROBE));
    network.initialize(0, device);
    freeze();
  }

  /** Without gradients of their own, the weights are not recorded where the pictures are not. */
  private void freeze() {
    network.parameters().values().forEach(array -> array.setRequiresGradient(false));
  }

  private Map<String, String> resolved(Collection<String> taps) {
    if (taps.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one tap of " + name());
    }
    Set<String> existing = layers.layerPaths();
    var resolved = new LinkedHashMap<String, String>();
    for (String tap : taps) {
      String path = architecture.taps().getOrDefault(tap, tap);
      if (!existing.contains(path)) {
        throw new IllegalArgumentException(
            "There is no tap \"%s\" in %s. The most similar names are %s."
                .formatted(tap, name(), String.join(", ", near(tap, existing))));
      }
      resolved.put(tap, path);
    }
    return resolved;
  }

  /** Similar names; those that people use come first. */
  private List<String> near(String wrong, Set<String> existing) {
    var names = new ArrayList<>(architecture.taps().keySet());
    names.addAll(existing);
    return NearNames.of(wrong, names, NEAR);
  }

  /**
   * Creates a network with random weights, a function of the architecture alone: for tests, and to
   * see what weights contribute.
   *
   * @param taps all taps that will be asked for; layers after the last have no parameters
   * @throws IllegalArgumentException if there is no such tap; the message lists similar names
   */
  public static FeatureExtractor random(
      FeatureArchitecture architecture, Collection<String> taps, Device device) {
    return new FeatureExtractor(architecture, taps, device);
  }

  /**
   * Creates a network with published weights. Tensors of layers after the last tap are passed over.
   *
   * @param taps all taps that will be asked for
   * @param weights the tensors, by the names of the architecture's parameters
   * @throws WeightsException if they are of another network
   * @throws IllegalArgumentException if there is no such tap; the message lists similar names
   */
  public static FeatureExtractor load(
      FeatureArchitecture architecture,
      Collection<String> taps,
      PublishedWeights weights,
      Device device)
      throws WeightsException {
    var extractor = new FeatureExtractor(architecture, taps, device);
    try {
      weights.into(extractor.network);
      extractor.freeze();
      return extractor;
    } catch (WeightsException | RuntimeException e) {
      extractor.close();
      throw e;
    }
  }

  /** Returns the architecture's name. */
  public String name() {
    return architecture.name();
  }

  /** Returns the architecture. */
  public FeatureArchitecture architecture() {
    return architecture;
  }

  /** Returns the SHA-256 of the weights' names, shapes and values, in hexadecimal. */
  public synchronized String hash() {
    String known = hash;
    if (known == null) {
      // Of large networks it takes seconds, and most uses never ask.
      known = WeightsHash.of(network);
      hash = known;
    }
    return known;
  }

  /** Returns the taps that can be asked for, in the order in which they were given. */
  public List<String> taps() {
    return List.copyOf(paths.keySet());
  }

  /** Returns the device of the weights. */
  public Device device() {
    return network.parameters().values().iterator().next().getDevice();
  }

  /** Returns the parameters up to the last tap, by their published names; do not change them. */
  public Map<String, NDArray> weights() {
    return network.parameters();
  }

  /** Returns the dotted path of the layer whose output is a tap. */
  public String path(String tap) {
    String path = paths.get(tap);
    if (path == null) {
      throw new IllegalArgumentException(
          "There is no tap \"%s\" among those of this extractor: %s".formatted(tap, taps()));
    }
    return path;
  }

  /** Computes all taps of pictures; see {@link #of(NDArray, Collection)}. */
  public Map<String, NDArray> of(NDArray pictures) {
    return of(pictures, paths.keySet());
  }

  /**
   * Computes taps of pictures in one native call.
   *
   * @param pictures (N, 3, H, W), float32 in [-1, 1]
   * @param taps some of {@link #taps()}
   * @return the taps by name, in the order of {@code taps}, mostly (N, C, H', W'), attached to the
   *     manager of {@code pictures}
   * @throws IllegalArgumentException if the pictures are too small for the network, or a tap is
   *     none of this extractor
   */
  public Map<String, NDArray> of(NDArray pictures, Collection<String> taps) {
    var names = List.copyOf(new LinkedHashSet<>(taps));
    Taps program = programs.computeIfAbsent(new Pass(null, names), key -> tapping(names));
    return run(program, names, requirePictures(pictures));
  }

  /**
   * Computes taps from the output of an earlier layer, so that a network can be differentiated in
   * segments. Layers before it do not run, as far as the taps depend on them by its output alone.
   *
   * @param pictures the pictures, whose values are not read
   * @param start the earlier tap
   * @param output its value
   * @param taps some of {@link #taps()} that come after {@code start}
   */
  public Map<String, NDArray> from(
      String start, NDArray output, NDArray pictures, Collection<String> taps) {
    var names = List.copyOf(new LinkedHashSet<>(taps));
    Taps program =
        programs.computeIfAbsent(new Pass(start, names), key -> tapping(names).from(path(start)));
    return run(program, names, output, requirePictures(pictures));
  }

  private Taps tapping(List<String> names) {
    return Taps.of(layers, names.stream().map(this::path).toArray(String[]::new));
  }

  private Map<String, NDArray> run(Taps program, List<String> names, NDArray... inputs) {
    NDList outputs =
        ExecutionContext.current()
            .withTraining(false)
            .run(() -> program.run(name(), ordered(inputs)));
    var named = new LinkedHashMap<String, NDArray>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), outputs.get(i));
    }
    return named;
  }

  /** The program's first input is the picture. */
  private static NDList ordered(NDArray... inputs) {
    return inputs.length == 1 ? new NDList(inputs) : new NDList(inputs[1], inputs[0]);
  }

  private static NDArray requirePictures(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 3 || pictures.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "Expected float32 pictures of shape (N, 3, H, W), but got %s %s"
              .formatted(pictures.getDataType(), shape));
    }
    return pictures;
  }

  /**
   * Returns the shape of a tap.
   *
   * @param pictures the shape of the pictures, (N, 3, H, W)
   */
  public Shape shape(String tap, Shape pictures) {
    return Taps.of(layers, path(tap)).getOutputShapes(new Shape[] {pictures})[0];
  }

  /**
   * Returns the sizes of the arrays of a pass, without computing it.
   *
   * @param taps some of {@link #taps()}
   * @param pictures the shape of the pictures, (N, 3, H, W)
   */
  public Footprint footprint(Collection<String> taps, Shape pictures) {
    return tapping(List.copyOf(taps)).footprint(name(), pictures).orElseThrow();
  }

  /** Returns the number of channels of a tap. */
  public long channels(String tap) {
    return shape(tap, new Shape(1, 3, PROBE, PROBE)).get(1);
  }

  /**
   * Returns a tap's receptive field, the side in pixels of the window on which one of its positions
   * depends, and its stride, the pixels from one position to the next.
   */
  public Window receptiveField(String tap) {
    return Taps.of(layers, path(tap)).receptiveFields(new Shape(1, 3, PROBE, PROBE)).get(0);
  }

  @Override
  public void close() {
    programs.values().forEach(Taps::clear);
    network.close();
  }
}
