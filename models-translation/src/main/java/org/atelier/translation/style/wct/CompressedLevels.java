package org.atelier.translation.style.wct;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.weights.WeightsException;

/**
 * The five encoders and decoders of the compressed VGG-19 of Collaborative Distillation (Wang et
 * al., arXiv:2003.08436), read from the published files {@code 1SE.pth}, {@code 1SD.pth} to {@code
 * 5SE.pth}, {@code 5SD.pth}.
 */
public final class CompressedLevels implements AutoCloseable {
  private static final int LEVELS = 5;

  private final List<Level> levels = new ArrayList<>();
  private final List<AutoCloseable> networks = new ArrayList<>();

  private CompressedLevels() {}

  /**
   * Reads all ten files.
   *
   * @param folder where they are
   * @param encoders the architecture of the encoder of a level, 1 to 5: {@code
   *     CompressedVgg::encoder} of {@code atelier-features}
   * @throws WeightsException if a file is missing, or of another network
   */
  public static CompressedLevels load(
      Path folder, IntFunction<FeatureArchitecture> encoders, Device device)
      throws WeightsException {
    var loaded = new CompressedLevels();
    try {
      for (int level = LEVELS; level >= 1; level--) {
        String tap = "relu" + level + "_1";
        var encoder =
            FeatureExtractor.load(
                encoders.apply(level),
                List.of(tap),
                PublishedWeights.read(folder.resolve(level + "SE.pth")),
                device);
        loaded.networks.add(encoder);
        var decoder =
            CompressedDecoder.load(
                level, PublishedWeights.read(folder.resolve(level + "SD.pth")), device);
        loaded.networks.add(decoder);
        loaded.levels.add(new Level(encoder, tap, decoder));
      }
      return loaded;
    } catch (WeightsException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  /** Returns the levels, from {@code relu5_1} to {@code relu1_1}. */
  public List<Level> fromDeepest() {
    return List.copyOf(levels);
  }

  /**
   * Returns the levels from one to {@code relu1_1}.
   *
   * @param deepest 1 to 5
   */
  public List<Level> from(int deepest) {
    if (deepest < 1 || deepest > LEVELS) {
      throw new IllegalArgumentException("A level must be from 1 to 5, but was " + deepest);
    }
    return List.copyOf(levels.subList(LEVELS - deepest, LEVELS));
  }

  @Override
  public void close() {
    networks.forEach(CompressedLevels::close);
  }

  private static void close(AutoCloseable network) {
    if (network instanceof FeatureExtractor encoder) {
      encoder.close();
    } else if (network instanceof CompressedDecoder decoder) {
      decoder.close();
    }
  }
}
