package org.atelier.features;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.metrics.FeatureNetwork;

/**
 * Feature networks for distances between sets of pictures.
 *
 * <p>For pictures of objects the feature distance increases with degradation (noise, blur, wrong
 * pixels, missing classes), for grey clothes of 28 pixels as for coloured faces of 64 ({@code
 * FeatureDistanceTest}; figures in docs/architecture.md). For pictures without objects it may not:
 * the distance of 40 synthetic clouds of colour squares from themselves with added noise was 22.5
 * for a standard deviation of 0.1, but 20.9 for 0.4. Inspect the pictures too, and use more than
 * one metric.
 */
public final class FeatureNetworks {
  /** The size to which {@link #mobileNetV2()} resizes pictures, in pixels. */
  public static final int DEFAULT_SIZE = 128;

  private FeatureNetworks() {}

  /**
   * Creates a network of MobileNetV2's 1280 embedding features of pictures resized to 128×128, on
   * the engine's default device: sufficient for pictures up to about that size, at a fifth of the
   * cost of the training size 300×300.
   */
  public static FeatureNetwork mobileNetV2() {
    return mobileNetV2(DEFAULT_SIZE, Engine.getEngine("PyTorch").defaultDevice());
  }

  /**
   * Creates a network of MobileNetV2's 1280 embedding features at another size or on another
   * device. Distances at different sizes are not comparable; their fingerprints differ.
   *
   * @param size the height and width to which pictures are resized, at least 32; it was trained at
   *     300
   * @param device the device of the network and of the pictures
   */
  public static FeatureNetwork mobileNetV2(int size, Device device) {
    return new MobileNetV2Features(size, device);
  }

  /**
   * Creates the Inception network with which FID, KID and the Inception Score were published, from
   * a file of its weights: {@code pt_inception-2015-12-05-6726825d.pth} of pytorch-fid, or the same
   * file under torch-fidelity's name. With exactly this file (by its SHA-256) an {@link
   * org.atelier.metrics.sets.Evaluation} names its results FID, KID and Inception Score; with other
   * weights of the same names and shapes, it names them feature distance, kernel distance and
   * classifier score.
   *
   * <p>The protocol is that of the original publications and of torch-fidelity: bytes resized to
   * 299×299 as TensorFlow 1 did (bilinear, without antialiasing, sampled at i·in/out), then (x −
   * 128)/128; the spatial mean of the last block, 2048 features; for the Inception Score 1008
   * logits without bias. pytorch-fid samples at pixel centres and scales to 2x − 1, which slightly
   * changes the FID.
   *
   * <p>Verified against PyTorch: architecture, key names, resizing and file formats, with
   * deterministic synthetic weights. Not verified, because the published file was not available:
   * its SHA-256, and a published FID.
   *
   * @param weights a state dict written by {@code torch.save}, in the format before or since
   *     PyTorch 1.6
   * @param device the device of the network and of the pictures
   * @throws IOException if the file cannot be read, or has the weights of another network
   */
  public static FeatureNetwork inceptionV3(Path weights, Device device) throws IOException {
    return InceptionFeatures.read(weights, device);
  }
}
