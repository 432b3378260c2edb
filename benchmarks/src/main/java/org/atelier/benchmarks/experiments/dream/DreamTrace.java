package org.atelier.benchmarks.experiments.dream;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.translation.dream.ChannelMean;
import org.atelier.translation.dream.ClassicDream;
import org.atelier.translation.dream.ClassicOptions;
import org.atelier.translation.dream.DreamContent;
import org.atelier.translation.dream.DreamFeatures;
import org.atelier.translation.dream.DreamObjective;
import org.atelier.translation.dream.Dreamer;
import org.atelier.translation.dream.FourierDream;
import org.atelier.translation.dream.FourierOptions;
import org.atelier.translation.dream.LayerEnergy;

/**
 * Writes the objective of every step of some dreams, and the pictures from which they began, for
 * {@code benchmarks/python/dream/compare.py}. Arguments: a folder, the longer side of the pictures,
 * and photographs.
 */
public final class DreamTrace {
  private static final String TAP = "block09.expand";
  private static final int CHANNEL = 41;
  private static final long SEED = 7;

  private DreamTrace() {}

  /** Dreams of each photograph in three ways. */
  public static void main(String... args) throws IOException {
    Path out = Files.createDirectories(Path.of(args[0]));
    int side = Integer.parseInt(args[1]);
    try (var extractor = BundledMobileNetV2.extractor(List.of(TAP), Device.cpu())) {
      var features = DreamFeatures.of(extractor);
      for (int i = 2; i < args.length; i++) {
        Path file = Path.of(args[i]);
        String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Picture photo = Resizer.BICUBIC.fit(Pictures.read(file).toRgb(), side, side).clamped();
        writeStart(photo, out, name);
        DreamObjective channel = ChannelMean.of(TAP, CHANNEL);
        ClassicOptions classic = ClassicOptions.defaults();
        trace(new ClassicDream(features, channel, classic), photo, out, name + "-bands");
        trace(
            new ClassicDream(features, new LayerEnergy(TAP), classic.withBands(1)),
            photo,
            out,
            name + "-plain");
        trace(
            new FourierDream(features, channel, FourierOptions.defaults()),
            photo,
            out,
            name + "-fourier");
      }
    }
  }

  private static void writeStart(Picture photo, Path out, String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * photo.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(photo.values());
    Files.write(out.resolve(name + ".f32"), bytes.array());
    Files.writeString(
        out.resolve(name + ".size"), "%s %s".formatted(photo.height(), photo.width()));
  }

  private static void trace(Dreamer dreamer, Picture photo, Path out, String name)
      throws IOException {
    var lines = new ArrayList<String>();
    lines.add("step,objective");
    Picture dreamt =
        dreamer.apply(
            DreamContent.of(photo)
                .withSeed(SEED)
                .withProgress(
                    (done, steps, value, preview) -> {
                      lines.add(String.format(Locale.ROOT, "%d,%.9g", done - 1, value));
                      return true;
                    }));
    Files.write(out.resolve(name + ".csv"), lines);
    Pictures.write(dreamt, out.resolve(name + ".png"));
    System.out.println(name);
  }
}
