package org.atelier.translation.style.adain;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.image.PictureTransform;
import org.atelier.image.Pictures;
import org.atelier.image.Tiling;
import org.atelier.model.network.Network;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.SharedNorms;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.jspecify.annotations.Nullable;

/** The transfer by an {@link AdaIn}; the moments of the styles are computed once. */
final class AdaInTransfer implements StyleTransfer {
  private static final Tiling WHOLE = new Tiling(1 << 15, 0);

  private final StyleEncoder encoder;
  private final Network decoder;
  private final int multiple;
  private final int least;
  private final List<Style> styles;
  private final double strength;
  private final Device device;
  private final Moments.Values whole;

  AdaInTransfer(
      StyleEncoder encoder, Network decoder, int multiple, List<Style> styles, double strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException(
          "strength must be from 0 to 1, but was %s".formatted(strength));
    }
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("AdaIN expects at least one style, but got none");
    }
    this.encoder = encoder;
    this.decoder = decoder;
    this.multiple = multiple;
    // Moments need several positions, and reflection padding of features more than one.
    least = 2 * multiple;
    this.styles = List.copyOf(styles);
    this.strength = strength;
    device = encoder.extractor().device();
    whole = averaged(styles.stream().map(style -> moments(style.picture(), null, 0)).toList());
  }

  /** The moments of a picture, or of one of its regions. */
  private Moments.Values moments(Picture picture, @Nullable Regions regions, int region) {
    try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray features = features(Pictures.toBatch(List.of(fitted(picture)), scratch));
      return Moments.Values.of(
          regions == null
              ? Moments.of(features)
              : Moments.of(features, shares(regions, region, features)));
    }
  }

  /** Mirrored where it is smaller than features of several positions. */
  private Picture fitted(Picture picture) {
    int height = Math.max(least, picture.height());
    int width = Math.max(least, picture.width());
    return picture.height() == height && picture.width() == width
        ? picture
        : picture.cropReflected(0, 0, height, width);
  }

  private Moments.Values averaged(List<Moments.Values> each) {
    double sum = styles.stream().mapToDouble(Style::share).sum();
    Moments.Values mean = Moments.Values.zeros(each.get(0).mean().length);
    for (int i = 0; i < each.size(); i++) {
      mean = mean.plus(each.get(i), styles.get(i).share() / sum);
    }
    return mean;
  }

  private NDArray features(NDArray pictures) {
    return Gradients.withoutRecording(() -> encoder.features(pictures));
  }

  private static NDArray shares(Regions regions, int region, NDArray features) {
    int rows = Math.toIntExact(features.getShape().get(2));
    int columns = Math.toIntExact(features.getShape().get(3));
    return HostValues.toArray(
        features.getManager(),
        regions.shares(region, rows, columns),
        new Shape(1, 1, rows, columns));
  }

  @Override
  public Picture apply(StyleContent content) {
    Regions regions = content.regions();
    PictureTransform transform =
        PictureTransform.of(
                device, 3, x -> regions == null ? restyled(x, null) : byRegion(x, regions))
            .withMultiple(multiple, least);
    transform =
        regions == null
            ? transform.withThumbnail(SharedNorms.THUMBNAIL, reach(), this::ofThumbnail)
            // Masks are of the whole picture.
            : transform.withTiling(WHOLE);
    Picture result = transform.apply(content.picture()).clamped();
    content.progress().step(1, 1, () -> result);
    return result;
  }

  /** Half the encoder's window, and that of the decoder with a margin. */
  private int reach() {
    long window = encoder.extractor().receptiveField(encoder.last()).size();
    return Math.toIntExact(window / 2 + 6L * multiple);
  }

  private PictureTransform.Batches ofThumbnail(Picture thumbnail) {
    Moments.Values own = moments(thumbnail, null, 0);
    return x -> restyled(x, own);
  }

  /** D(strength · AdaIN(E(x), style) + (1 − strength) · E(x)), with given moments of E(x). */
  private NDArray restyled(NDArray x, Moments.@Nullable Values given) {
    NDArray features = features(x);
    Moments own = given == null ? Moments.of(features) : given.in(x.getManager());
    NDArray adapted = whole.in(x.getManager()).adapt(features, own);
    return decoder.predict(Moments.blend(features, adapted, strength));
  }

  private NDArray byRegion(NDArray x, Regions regions) {
    NDArray features = features(x);
    // The transform pads the picture on all sides alike.
    int height = Math.toIntExact(x.getShape().get(2));
    int width = Math.toIntExact(x.getShape().get(3));
    Regions fitted =
        regions.height() == height && regions.width() == width
            ? regions
            : regions.resized(height, width);
    NDArray sum = null;
    for (int region = 0; region < regions.count(); region++) {
      NDArray weight = shares(fitted, region, features);
      var each = new ArrayList<Moments.Values>();
      for (Style style : styles) {
        each.add(
            style.regions() == null
                ? moments(style.picture(), null, 0)
                : moments(style.picture(), style.regions(), regions.in(style.regions())[region]));
      }
      NDArray adapted =
          averaged(each)
              .in(x.getManager())
              .adapt(features, Moments.of(features, weight))
              .mul(weight);
      sum = sum == null ? adapted : sum.add(adapted);
    }
    return decoder.predict(Moments.blend(features, Objects.requireNonNull(sum), strength));
  }
}
