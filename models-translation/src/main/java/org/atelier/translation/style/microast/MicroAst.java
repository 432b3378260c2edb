package org.atelier.translation.style.microast;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.image.PictureTransform;
import org.atelier.image.Pictures;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.optim.Sgd;
import org.atelier.translation.style.FeedForward;
import org.atelier.translation.style.SharedNorms;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;

/**
 * MicroAST: any style on any picture in one pass of 0.5 million weights. Of the style, eight
 * vectors of 64 signals reach the content: AdaIN at two depths, and a gain and a bias for the
 * decoder's convolutions at both.
 *
 * <p>Large pictures are processed in tiles with the content's statistics of a thumbnail.
 */
public final class MicroAst implements AutoCloseable {
  private static final int PROBE = 64;
  private static final int MULTIPLE = 4;

  /** Reflection padding of 9×9 needs more than 4 pixels, of features more than 1. */
  private static final int LEAST_SIDE = 8;

  /** 4 + 1 + 2 + 16 of the encoder, 16 of the modulated blocks, and 14 of the enlargement. */
  private static final int REACH = 64;

  private static final int SIGNALS = 8;

  private final Device device;
  private final Network style;
  private final Network content;
  private final SharedNorms norms;

  private MicroAst(Device device) {
    this.device = device;
    style = new Network("style", MicroAstLayers.style(), Sgd.of(1e-3), new Shape(3, PROBE, PROBE));
    var inputs = new ArrayList<Shape>();
    inputs.add(new Shape(3, PROBE, PROBE));
    for (int i = 0; i < SIGNALS; i++) {
      inputs.add(new Shape(MicroAstLayers.WIDTH, 1, 1));
    }
    inputs.add(new Shape(1, 1, 1));
    content =
        new Network(
            "content", MicroAstLayers.content(), Sgd.of(1e-3), inputs.toArray(Shape[]::new));
    style.initialize(0, device);
    content.initialize(0, device);
    norms = new SharedNorms(content, inputs.size());
  }

  /** Creates the networks with random weights: for tests. */
  public static MicroAst random(Device device) {
    return new MicroAst(device);
  }

  /**
   * Loads published weights.
   *
   * @throws WeightsException if a file cannot be read, or has the weights of another network
   */
  public static MicroAst load(MicroAstFiles files, Device device) throws WeightsException {
    var model = new MicroAst(device);
    try {
      joined(files.contentEncoder(), files.decoder()).into(model.content);
      joined(files.styleEncoder(), files.modulator()).into(model.style);
      return model;
    } catch (WeightsException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static PublishedWeights joined(Path first, Path second) throws WeightsException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.putAll(PublishedWeights.read(first).tensors());
    for (var entry : PublishedWeights.read(second).tensors().entrySet()) {
      if (tensors.putIfAbsent(entry.getKey(), entry.getValue()) != null) {
        throw new WeightsException(
            second,
            "expected the other half of the network in %s, but both have %s; check which file is which"
                .formatted(first, entry.getKey()));
      }
    }
    return new PublishedWeights(first, tensors);
  }

  /**
   * Computes the signals of a style picture.
   *
   * @param pictures (N, 3, H, W) in [-1, 1]
   * @return eight arrays (N, 64, 1, 1): mean and standard deviation at depth 1, at depth 2, gain
   *     and bias at depth 1, at depth 2
   */
  NDList signals(NDArray pictures) {
    return Gradients.withoutRecording(() -> style.evaluateAll(pictures));
  }

  /**
   * Restyles pictures.
   *
   * @param pictures (N, 3, H, W) in [-1, 1], sides that are multiples of 4
   */
  NDArray restyled(NDArray pictures, NDList signals, double strength) {
    var inputs = new NDList(pictures);
    inputs.addAll(signals);
    inputs.add(
        HostValues.toArray(
            pictures.getManager(), new float[] {(float) strength}, new Shape(1, 1, 1, 1)));
    return content.predict(inputs.toArray(NDArray[]::new));
  }

  /**
   * Returns the transfer of styles, which needs this model open.
   *
   * @param styles at least one; the signals of several are averaged by their shares. They have no
   *     regions
   * @param strength how much of the style is taken, from 0 to 1
   */
  public StyleTransfer transfer(List<Style> styles, double strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException(
          "strength must be from 0 to 1, but was %s".formatted(strength));
    }
    if (styles.isEmpty() || styles.stream().anyMatch(s -> s.regions() != null)) {
      throw new IllegalArgumentException(
          "MicroAST expects at least one style, of whole pictures; leave masks out, or choose another method");
    }
    float[][] mean = averaged(styles);
    return new FeedForward(
        PictureTransform.of(device, 3, x -> content.predict(inputs(x, mean, strength)))
            .withMultiple(MULTIPLE, LEAST_SIDE)
            .withThumbnail(
                SharedNorms.THUMBNAIL,
                REACH,
                thumbnail -> norms.of(thumbnail, device, x -> inputs(x, mean, strength))));
  }

  private float[][] averaged(List<Style> styles) {
    double sum = styles.stream().mapToDouble(Style::share).sum();
    var mean = new float[SIGNALS][MicroAstLayers.WIDTH];
    for (Style each : styles) {
      try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
        NDList signals = signals(Pictures.toBatch(List.of(each.picture()), scratch));
        for (int i = 0; i < SIGNALS; i++) {
          float[] values = signals.get(i).toFloatArray();
          for (int c = 0; c < values.length; c++) {
            mean[i][c] += (float) (each.share() / sum * values[c]);
          }
        }
      }
    }
    return mean;
  }

  private static NDArray[] inputs(NDArray pictures, float[][] signals, double strength) {
    NDManager manager = pictures.getManager();
    var inputs = new NDArray[SIGNALS + 2];
    inputs[0] = pictures;
    for (int i = 0; i < SIGNALS; i++) {
      inputs[i + 1] =
          HostValues.toArray(manager, signals[i], new Shape(1, MicroAstLayers.WIDTH, 1, 1));
    }
    inputs[SIGNALS + 1] =
        HostValues.toArray(manager, new float[] {(float) strength}, new Shape(1, 1, 1, 1));
    return inputs;
  }

  @Override
  public void close() {
    norms.close();
    content.close();
    style.close();
  }
}
