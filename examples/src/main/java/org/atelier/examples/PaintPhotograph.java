package org.atelier.examples;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atelier.datasets.Paintings;
import org.atelier.datasets.Photos;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.translation.style.PaintingMargin;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.gatys.OptimisedStyle;
import org.atelier.translation.style.gatys.OptimisedStyleOptions;
import org.atelier.translation.style.patches.PatchStyle;
import org.atelier.translation.style.patches.PatchStyleOptions;

/**
 * How do I give a photograph the style of a painting? Once by patches of the painting, with no
 * network, and once by optimisation with the bundled network, which begins with the first result.
 *
 * <p>Arguments: the folder of the results, the longer side of the results in pixels, a photograph,
 * a painting; without the last two, embedded ones.
 */
public final class PaintPhotograph {
  private PaintPhotograph() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path out = Path.of(args.length > 0 ? args[0] : "runs/PaintPhotograph");
    int size = args.length > 1 ? Integer.parseInt(args[1]) : 384;
    Picture photo =
        args.length > 2
            ? Pictures.read(Path.of(args[2]))
            : Photos.embedded().picture("mountain_meadow");
    Picture painting =
        args.length > 3
            ? Pictures.read(Path.of(args[3]))
            : Paintings.embedded().picture("starry_night");
    Style style = Style.of(PaintingMargin.cropped(painting, PaintingMargin.USUAL));
    Files.createDirectories(out);

    var patches = PatchStyleOptions.defaults().withSize(size);
    try (var byPatches = new PatchStyle(patches, List.of(style), Device.cpu())) {
      Pictures.write(byPatches.apply(photo), out.resolve("patches.png"));

      var options = OptimisedStyleOptions.mobileNet();
      options =
          options.withScales(options.scales().withSize(size).withSmallest(Math.max(32, size / 2)));
      try (var network = BundledMobileNetV2.extractor(options.taps(), Device.cpu());
          var optimised = new OptimisedStyle(network, options, List.of(style), byPatches)) {
        Pictures.write(optimised.apply(photo), out.resolve("optimised.png"));
      }
    }
    System.out.println(out);
  }
}
