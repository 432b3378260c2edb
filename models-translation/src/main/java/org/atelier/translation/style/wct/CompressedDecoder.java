package org.atelier.translation.style.wct;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.ExecutionContext;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.optim.Sgd;
import org.atelier.weights.WeightsException;

/**
 * A decoder of the compressed VGG-19 of Collaborative Distillation (Wang et al., arXiv:2003.08436),
 * {@code 1SD.pth} to {@code 5SD.pth}: features {@code reluK_1} (N, C, H, W) of the K-th encoder to
 * pictures (N, 3, 2^(K−1)·H, 2^(K−1)·W), RGB, nominally in [0, 1] and at least 0.
 *
 * <p>It mirrors the encoder: 3×3 convolutions with reflection padding and ReLU, the last one's too,
 * and nearest-neighbour enlargement. Keys repeat the encoder's, {@code conv51.weight} to {@code
 * conv11.bias}.
 */
public final class CompressedDecoder implements FeatureDecoder, AutoCloseable {
  private static final List<Integer> WIDTHS = List.of(16, 32, 64, 128, 128);
  private static final List<Integer> CONVOLUTIONS = List.of(2, 2, 4, 4, 1);

  /** The first encoder kept more channels than the first stage of the others. */
  private static final int FIRST_WIDTH_ALONE = 24;

  private final Network network;

  private CompressedDecoder(Network network) {
    this.network = network;
  }

  /**
   * Loads the weights of a decoder.
   *
   * @param level 1 to 5, the encoder whose last tap it takes
   * @throws WeightsException if the weights are of another network or level
   */
  public static CompressedDecoder load(int level, PublishedWeights weights, Device device)
      throws WeightsException {
    Network network = network(level);
    try {
      network.initialize(0, device);
      weights.into(network);
      return new CompressedDecoder(network);
    } catch (WeightsException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static Network network(int level) {
    Layer layers = layers(level);
    return new Network("decoder", layers, Sgd.of(1e-3), new Shape(channels(level), 8, 8));
  }

  /** Returns the number of channels of the features that a decoder takes. */
  public static int channels(int level) {
    if (level < 1 || level > WIDTHS.size()) {
      throw new IllegalArgumentException("level must be from 1 to 5, but was " + level);
    }
    return level == 1 ? FIRST_WIDTH_ALONE : WIDTHS.get(level - 1);
  }

  /**
   * Creates the layers of a decoder, with the published names of parameters.
   *
   * @param level 1 to 5
   */
  public static Layer layers(int level) {
    channels(level);
    var layers = new LinkedHashMap<String, Layer>();
    for (int stage = level; stage >= 1; stage--) {
      int count = stage == level ? 1 : CONVOLUTIONS.get(stage - 1);
      for (int i = count; i >= 1; i--) {
        int filters = stage == 1 && i == 1 ? 3 : WIDTHS.get(i == 1 ? stage - 2 : stage - 1);
        String place = "" + stage + i;
        layers.put("conv" + place, new Reflected(filters));
        layers.put("relu" + place, Activation.relu());
      }
      if (stage > 1) {
        layers.put("up" + stage, Upsample.nearest(2));
      }
    }
    return Sequential.of(layers);
  }

  /**
   * Computes pictures; recorded for autograd if the thread records.
   *
   * @param features (N, C, H, W), C as {@link #channels} has it, H and W at least 2
   * @return (N, 3, 2^(K−1)·H, 2^(K−1)·W), at least 0, where 0 is black and 1 is white; attached to
   *     the manager of {@code features}
   */
  @Override
  public NDArray decode(NDArray features) {
    return ExecutionContext.current()
        .withTraining(false)
        .run(() -> network.layers().run(network.name(), new NDList(features)).singletonOrThrow());
  }

  /** Returns the parameters by their published names. */
  public Map<String, NDArray> parameters() {
    return network.parameters();
  }

  @Override
  public void close() {
    network.close();
  }

  /** A 3×3 convolution of pictures that are mirrored at their border pixels. */
  private static final class Reflected extends Layer {
    private final Pad border = Pad.reflection(1);
    private final Conv2d convolution;

    Reflected(int filters) {
      convolution = child("", Conv2d.of(filters, 3));
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.call("kernel", convolution, script.call("border", border, in));
    }
  }
}
