package org.atelier.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Layout;
import org.atelier.model.network.Network;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.optim.Sgd;
import org.atelier.weights.HostTensor;

/**
 * The backbone of a MobileNetV2 (Sandler et al., arXiv:1801.04381) that was trained for object
 * detection on Open Images: maps pictures (N, 3, H, W), RGB in [-1, 1], to the selected taps, in
 * the given order. It accepts any size; at least 96 pixels are recommended, it was trained at 300.
 *
 * <p>Batch normalisation is folded into the convolutions, so that training and evaluation mode are
 * equal. Layers after the last tap are not created. For a perceptual loss, run it in evaluation
 * mode while gradients are recorded:
 *
 * <pre>{@code
 * Layer network = MobileNetV2.load(manager, Tap.STRIDE_4, Tap.STRIDE_16);
 * NDList taps = network.run("features", new NDList(pictures));
 * }</pre>
 */
public final class MobileNetV2 extends Layer {
  /** The intermediate outputs, each after its ReLU6 and so in [0, 6]. */
  public enum Tap {
    /** 96 channels at half the resolution: edges. */
    STRIDE_2("block01.expand", 96, 2),
    /** 144 channels at a quarter of the resolution. */
    STRIDE_4("block03.expand", 144, 4),
    /** 192 channels at an eighth of the resolution. */
    STRIDE_8("block06.expand", 192, 8),
    /** 576 channels at a sixteenth of the resolution: parts of objects. */
    STRIDE_16("block13.expand", 576, 16),
    /** 1280 channels at 1/32 of the resolution: objects; the spatial mean is the embedding. */
    STRIDE_32("conv1", 1280, 32);

    private final String layer;
    private final int channels;
    private final int stride;

    Tap(String layer, int channels, int stride) {
      this.layer = layer;
      this.channels = channels;
      this.stride = stride;
    }

    /** Returns the name of the layer in the weights file. */
    public String layer() {
      return layer;
    }

    /** Returns the number of channels. */
    public int channels() {
      return channels;
    }

    /** Returns the downsampling factor: H becomes ⌈H / stride⌉. */
    public int stride() {
      return stride;
    }
  }

  /** Output channels and stride of each block; all except the first have expansion factor 6. */
  private static final int[][] BLOCKS = {
    {16, 1}, {24, 2}, {24, 1}, {32, 2}, {32, 1}, {32, 1}, {64, 2}, {64, 1}, {64, 1}, {64, 1},
    {96, 1}, {96, 1}, {96, 1}, {160, 2}, {160, 1}, {160, 1}, {320, 1}
  };

  private final List<Tap> taps;
  private final Map<String, Layer> layers = new LinkedHashMap<>();

  private MobileNetV2(List<Tap> taps) {
    if (taps.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one tap");
    }
    this.taps = List.copyOf(taps);
    String last = Collections.max(taps).layer();
    add("conv0", SameConv2d.of(32, 3, 2, true));
    int channels = 32;
    for (int i = 0; i < BLOCKS.length; i++) {
      String name = (i < 10 ? "block0" : "block") + i;
      int expanded = i == 0 ? channels : 6 * channels;
      if (last.equals(name + ".expand")) {
        add(last, SameConv2d.of(expanded, 1, 1, true));
        return;
      }
      add(name, new InvertedResidual(channels, expanded, BLOCKS[i][0], BLOCKS[i][1]));
      channels = BLOCKS[i][0];
    }
    add("conv1", SameConv2d.of(1280, 1, 1, true));
  }

  private void add(String name, Layer layer) {
    layers.put(name, child(name, layer));
  }

  /** Creates the network without loading weights; taps in any order. */
  public static MobileNetV2 of(Tap... taps) {
    return new MobileNetV2(Arrays.asList(taps));
  }

  /**
   * * Creates the network with the bundled weights.
   *
   * @param manager owns the weights and determines their device
   * @param taps the outputs, in this order
   */
  public static MobileNetV2 load(NDManager manager, Tap... taps) {
    MobileNetV2 network = of(taps);
    network.initialize("MobileNetV2", manager, 0, new Shape(1, 3, 96, 96));
    network.fill(manager);
    return network;
  }

  /**
   * Creates the network with the bundled weights as a {@link Network}, for objectives that compare
   * features, such as that of an inversion. Not for training.
   *
   * @param device the device of the weights
   * @param height the height H of the pictures (N, 3, H, W)
   * @param width the width W of the pictures
   * @param taps the outputs, in this order
   */
  public static Network network(Device device, int height, int width, Tap... taps) {
    MobileNetV2 layers = of(taps);
    var network = new Network("MobileNetV2", layers, Sgd.of(1e-3), new Shape(3, height, width));
    network.initialize(0, device);
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      layers.fill(scratch);
    }
    return network;
  }

  private void fill(NDManager manager) {
    Map<String, HostTensor> weights = BundledWeights.read();
    try (NDManager scratch = manager.newSubManager()) {
      namedParameters()
          .forEach(
              (name, parameter) -> {
                // Stored as float16, computed in float32; the conversion is exact.
                HostTensor stored = weights.get(name);
                NDArray exact = HostTensor.of(stored.shape(), stored.toFloats()).toArray(scratch);
                Layout.copyInto(parameter.getArray(), exact);
              });
    }
  }

  @Override
  protected Values write(Script script, Values in) {
    var outputs = new LinkedHashMap<String, Value>();
    Value x = in.only().expectPicture(3);
    for (var entry : layers.entrySet()) {
      String name = entry.getKey();
      Values out = script.call(name, entry.getValue(), x);
      x = out.all().get(0);
      outputs.put(name, x);
      if (out.all().size() > 1) {
        outputs.put(name + ".expand", out.all().get(1));
      }
    }
    return Values.of(taps.stream().map(tap -> outputs.get(tap.layer())).toList());
  }
}
