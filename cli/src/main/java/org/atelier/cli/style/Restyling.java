package org.atelier.cli.style;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.image.DecodedPicture;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.image.WholePictureTransform;
import org.atelier.monitoring.PictureCount;
import org.atelier.translation.style.ColourTransfer;
import org.atelier.translation.style.Colours;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleProgress;
import org.atelier.translation.style.StyleTransfer;
import org.jspecify.annotations.Nullable;

/** Restyles picture after picture by one method with one set of styles. */
final class Restyling implements AutoCloseable {
  private final StyleInputs inputs;
  private final RestylingOptions options;
  private final Device device;
  private final PrintWriter screen;
  private final OpenMethod method;

  /** The transfer for contents of one size, and the size. */
  private @Nullable StyleTransfer transfer;

  private int side;
  private @Nullable Mask mask;

  /** The styles as read for {@link #side}. */
  private List<Style> styles = List.of();

  Restyling(
      OpenMethod method,
      StyleInputs inputs,
      RestylingOptions options,
      Device device,
      PrintWriter screen) {
    this.method = method;
    this.inputs = inputs;
    this.options = options;
    this.device = device;
    this.screen = screen;
  }

  /** Restyles a file, whose alpha, bits and orientation are kept; shows the progress. */
  void file(PictureName from, Path to, boolean shown) throws IOException {
    DecodedPicture decoded = UsageException.unless(from::read);
    Picture whole = decoded.picture();
    Preview preview = made -> WholePictureTransform.write(made, decoded.bits(), to);
    Picture made =
        WholePictureTransform.of(rgb -> picture(rgb, null, shown ? preview : null)).apply(whole);
    WholePictureTransform.write(made, decoded.bits(), to);
  }

  /** Writes the picture so far. */
  private interface Preview {
    void write(Picture picture) throws IOException;
  }

  /** Restyles the next frame of a film; its alpha is kept. */
  Picture frame(Picture frame, StyleContent.@Nullable Previous previous) {
    return WholePictureTransform.of(rgb -> picture(rgb, previous, null)).apply(frame);
  }

  /** A content in the size of its result. */
  Picture scaled(Picture rgb) {
    return StyleInputs.scaled(rgb, options.longerSide(rgb.height(), rgb.width()));
  }

  private Picture picture(
      Picture rgb, StyleContent.@Nullable Previous previous, @Nullable Preview preview) {
    Picture content = scaled(rgb);
    Mask mask = mask(rgb);
    Regions regions =
        mask.regions == null ? null : mask.regions.resized(content.height(), content.width());
    StyleTransfer open = transfer(Math.max(content.height(), content.width()));
    Colours colours = method.keepsColours() ? Colours.STYLE : options.colours;
    Picture made;
    if (colours == Colours.ONLY) {
      made = recoloured(content);
    } else {
      StyleContent given = StyleContent.of(content).withRegions(regions).withPrevious(previous);
      made = preview == null ? open.apply(given) : shown(open, given, preview);
    }
    if (colours == Colours.KEEP || colours == Colours.KEEP_HISTOGRAM) {
      Picture under = sized(content, made);
      made =
          colours == Colours.KEEP
              ? ColourTransfer.withChroma(made, under)
              : ColourTransfer.matchHistogram(made, under);
    }
    return mask.share == null ? made : masked(content, made, mask.share);
  }

  private Picture shown(StyleTransfer open, StyleContent content, Preview preview) {
    try (var steps = new ShownSteps(preview)) {
      return open.apply(content.withProgress(steps));
    }
  }

  /** Shows the steps of one picture, and writes previews. */
  private final class ShownSteps implements StyleProgress, AutoCloseable {
    private static final long MOST_STEPS = 10_000;
    private static final long PER_CENT = 100;

    private final Preview preview;
    private @Nullable PictureCount bar;
    private long before;

    ShownSteps(Preview preview) {
      this.preview = preview;
    }

    @Override
    public boolean step(long done, long steps, Supplier<Picture> soFar) {
      // Of many small steps, such as patches, per cent are shown and counted.
      boolean many = steps > MOST_STEPS;
      long now = many ? done * PER_CENT / steps : done;
      long all = many ? PER_CENT : steps;
      PictureCount shown = bar;
      if (shown == null) {
        shown = new PictureCount(many ? "per cent" : "step", all, screen);
        bar = shown;
      }
      shown.add((int) (now - before));
      Integer every = options.previewEvery;
      if (every != null && now / every > before / every && now < all) {
        try {
          preview.write(soFar.get().clamped());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      before = now;
      return true;
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /**
   * The mask, which is read once for all contents of one size: all frames of a film.
   *
   * @param height of the contents that it is for
   * @param width of the contents
   * @param regions null if contents have no regions
   * @param share where contents are restyled, grey; null for everywhere
   */
  private record Mask(int height, int width, @Nullable Regions regions, @Nullable Picture share) {}

  private Mask mask(Picture rgb) {
    Mask known = mask;
    if (known == null || known.height != rgb.height() || known.width != rgb.width()) {
      known = UsageException.unless(() -> read(rgb));
      mask = known;
    }
    return known;
  }

  private Mask read(Picture rgb) {
    Path file = options.mask;
    boolean areRegions = file != null && inputs.haveMasks();
    return new Mask(
        rgb.height(),
        rgb.width(),
        areRegions ? Masks.ofContent(Objects.requireNonNull(file), rgb) : null,
        areRegions || file == null ? null : Masks.share(file, rgb));
  }

  private StyleTransfer transfer(int longerSide) {
    StyleTransfer open = transfer;
    if (open == null || side != longerSide) {
      closeTransfer();
      int styleSide = (int) Math.max(1, Math.round(longerSide * inputs.scale(longerSide)));
      styles = inputs.read(method.scalesStyles() ? 0 : styleSide);
      side = longerSide;
      open = method.transfer(styles, longerSide);
      transfer = open;
    }
    return open;
  }

  /** The content with the colours of the styles. */
  private Picture recoloured(Picture content) {
    if (styles.isEmpty()) {
      throw new UsageException(
          "--colors only expects pictures whose colours are taken, which --method fast has not; choose another method");
    }
    return ColourTransfer.inColoursOf(content, styles, device);
  }

  /**
   * The result where the mask is light, the content where it is dark.
   *
   * @param mask grey
   */
  private static Picture masked(Picture content, Picture made, Picture mask) {
    Picture under = sized(content, made);
    float[] levels = sized(mask, made).values();
    var values = new float[made.values().length];
    for (int i = 0; i < values.length; i++) {
      float share = (levels[i % levels.length] + 1) / 2;
      values[i] = share * made.values()[i] + (1 - share) * under.values()[i];
    }
    return new Picture(3, made.height(), made.width(), values);
  }

  private static Picture sized(Picture content, Picture made) {
    return Resizer.BICUBIC.resize(content, made.height(), made.width()).clamped();
  }

  private void closeTransfer() {
    if (transfer != null) {
      transfer.close();
      transfer = null;
    }
  }

  @Override
  public void close() {
    closeTransfer();
    method.close();
  }
}
