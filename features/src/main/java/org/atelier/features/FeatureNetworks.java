package org.atelier.features;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.atelier.metrics.FeatureNetwork;

/**
 * Networks ready to measure distances between sets of pictures.
 *
 * <p>On pictures of things the distance grows with the damage: with noise, blur, wrong pixels and
 * classes that never come, on grey clothes of 28 pixels as on coloured faces of 64 ({@code
 * FeatureDistanceTest}; the figures are in docs/architecture.md). On pictures of nothing it need
 * not: 40 synthetic clouds of colour squares were at 22.5 from themselves with noise of deviation
 * 0.1, and at 20.9 with 0.4. Look at the pictures too, and at more than one metric.
 */
public final class FeatureNetworks {
  /** The side to which {@link #mobileNetV2()} brings pictures, in pixels. */
  public static final int DEFAULT_SIZE = 128;

  private FeatureNetworks() {}

  /**
   * MobileNetV2's 1280 embedding features of pictures resized to 128×128, on the engine's default
   * device: enough for pictures of up to about that size, and a fifth of the work of the 300×300 of
   * its training.
   */
  public static FeatureNetwork mobileNetV2() {
    return mobileNetV2(DEFAULT_SIZE, Engine.getEngine("PyTorch").defaultDevice());
  }

  /**
   * MobileNetV2's embedding features at another size or on another device. Distances at different
   * sizes are on different scales; their fingerprints differ.
   *
   * @param size the side to which pictures are resized, at least 32; 300 is that of its training
   * @param device where it computes, and where the pictures must be
   */
  public static FeatureNetwork mobileNetV2(int size, Device device) {
    return new MobileNetV2Features(size, device);
  }

  /**
   * The Inception network that FID, KID and the Inception Score were published with, from your file
   * of its weights: {@code pt_inception-2015-12-05-6726825d.pth} of pytorch-fid, or the same under
   * torch-fidelity's name. With that very file (by its SHA-256) an {@link
   * org.atelier.metrics.sets.Evaluation} calls its numbers FID, KID and Inception Score; with other
   * weights of the same names and shapes they are a feature distance, a kernel distance and a
   * classifier score.
   *
   * <p>The protocol is that of the first publications and of torch-fidelity: bytes resized to
   * 299×299 as TensorFlow 1 did (bilinear, without antialiasing, sampled at i·in/out), then (x −
   * 128)/128; the mean of the last block, 2048 features; for the score 1008 logits without bias.
   * pytorch-fid samples at pixel centres and scales to 2x − 1, which changes a FID somewhat.
   *
   * <p>Verified against PyTorch: architecture, key names, resizing and file formats, with weights
   * from a rule. Not verified, since the published file was not at hand: its SHA-256, and a FID on
   * record.
   *
   * @param weights as {@code torch.save} writes a state dict, before or since PyTorch 1.6
   * @param device where it computes, and where the pictures must be
   * @throws IOException if the file cannot be read, or is of another network
   */
  public static FeatureNetwork inceptionV3(Path weights, Device device) throws IOException {
    return InceptionFeatures.read(weights, device);
  }
}
