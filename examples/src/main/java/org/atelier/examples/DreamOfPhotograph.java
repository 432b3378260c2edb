package org.atelier.examples;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atelier.datasets.Photos;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.translation.dream.ChannelMean;
import org.atelier.translation.dream.ClassicDream;
import org.atelier.translation.dream.ClassicOptions;
import org.atelier.translation.dream.DreamFeatures;
import org.atelier.translation.dream.FourierDream;
import org.atelier.translation.dream.FourierOptions;
import org.atelier.translation.dream.LayerEnergy;

/**
 * How do I let a network dream of a photograph? Once all that a layer sees in it grows, and once a
 * single channel on a Fourier canvas, together with a second one.
 *
 * <p>Arguments: the folder of the results, the number of steps in each octave, a photograph;
 * without the last, an embedded one.
 */
public final class DreamOfPhotograph {
  private static final String LAYER = "block09.expand";

  private DreamOfPhotograph() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path out = Path.of(args.length > 0 ? args[0] : "runs/DreamOfPhotograph");
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    Picture photo =
        args.length > 2
            ? Pictures.read(Path.of(args[2]))
            : Photos.embedded().picture("chelsea_cat");
    Files.createDirectories(out);

    try (var network = BundledMobileNetV2.extractor(List.of(LAYER), Device.cpu())) {
      var features = DreamFeatures.of(network);

      var octaves = ClassicOptions.defaults().octaves().withSteps(steps);
      var classic =
          new ClassicDream(
              features, new LayerEnergy(LAYER), ClassicOptions.defaults().withOctaves(octaves));
      Pictures.write(classic.apply(photo), out.resolve("layer.png"));

      var eyesAndPlumes = ChannelMean.of(LAYER, 108).plus(0.5, ChannelMean.of(LAYER, 41));
      var fourier =
          new FourierDream(features, eyesAndPlumes, FourierOptions.defaults().withSteps(3 * steps));
      Pictures.write(fourier.apply(photo), out.resolve("eyes-and-plumes.png"));
    }
    System.out.println(out);
  }
}
