package org.atelier.cli.translate;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.atelier.cli.command.UsageException;
import org.atelier.image.Picture;
import org.atelier.image.PictureTransform;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.model.GenerativeModel;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.jspecify.annotations.Nullable;

/** What {@code translate} does to a picture, and what must be closed afterwards. */
public final class PictureTranslation implements AutoCloseable {
  /**
   * What was asked for.
   *
   * @param backwards from B to A
   * @param domain to become; null for none
   * @param attributes to have or not
   */
  record Wish(boolean backwards, @Nullable String domain, Map<String, Boolean> attributes) {
    private void requireNoLabels(String model) {
      if (domain != null || !attributes.isEmpty()) {
        throw new UsageException(
            "--domain and --set are for StarGAN, but this is %s; leave them out".formatted(model));
      }
    }

    private void requireForwards(String model) {
      if (backwards) {
        throw new UsageException(
            "--direction b2a is for models that know both ways, but this is %s; leave it out"
                .formatted(model));
      }
    }
  }

  private final Function<Picture, PictureTransform> transforms;
  private final AutoCloseable owner;

  private PictureTranslation(Function<Picture, PictureTransform> transforms, AutoCloseable owner) {
    this.transforms = transforms;
    this.owner = owner;
  }

  /** One that does the same to every picture. */
  static PictureTranslation of(PictureTransform transform, AutoCloseable owner, Wish wish) {
    wish.requireNoLabels("another generator");
    wish.requireForwards("one generator");
    return new PictureTranslation(picture -> transform, owner);
  }

  /**
   * By a trained model, which it owns.
   *
   * @param title of the model
   * @throws UsageException if the model translates nothing, or not so
   */
  static PictureTranslation of(GenerativeModel<?> model, String title, Wish wish) {
    if (model instanceof Pix2Pix pix2pix) {
      wish.requireNoLabels(title);
      wish.requireForwards(title);
      PictureTransform transform = pix2pix.transform();
      return new PictureTranslation(picture -> transform, model);
    }
    if (model instanceof CycleGan cycle) {
      wish.requireNoLabels(title);
      PictureTransform transform = wish.backwards() ? cycle.transformToA() : cycle.transformToB();
      return new PictureTranslation(picture -> transform, model);
    }
    if (model instanceof DiscoGan disco) {
      wish.requireNoLabels(title);
      PictureTransform transform = wish.backwards() ? disco.transformToA() : disco.transformToB();
      return new PictureTranslation(picture -> transform, model);
    }
    if (model instanceof StarGan star) {
      wish.requireForwards(title);
      return new PictureTranslation(byLabels(star, wish, true), model);
    }
    throw new UsageException(
        "Expected a model of pix2pix, cyclegan, discogan or stargan, but %s makes pictures of latents; use ./atelier sample"
            .formatted(title));
  }

  /** By a generator of another project, whose discriminator is unknown. */
  static PictureTranslation ofPublished(StarGan model, Wish wish) {
    wish.requireForwards("StarGAN");
    return new PictureTranslation(byLabels(model, wish, false), model);
  }

  /**
   * Of attributes that are not named, a picture keeps those that the discriminator finds in it.
   *
   * @param judged whether there is a discriminator that has learnt
   */
  private static Function<Picture, PictureTransform> byLabels(
      StarGan model, Wish wish, boolean judged) {
    var options = model.options();
    if (wish.domain() != null) {
      if (!wish.attributes().isEmpty()) {
        throw new UsageException("Expected --domain or --set, but got both; leave one out");
      }
      PictureTransform transform = model.transform(options.labelled(List.of(wish.domain())));
      return picture -> transform;
    }
    int set = setOf(model, wish.attributes().keySet().stream().toList());
    LabelSet labels = options.labels().get(set);
    int from = options.labels().subList(0, set).stream().mapToInt(LabelSet::size).sum();
    return picture -> {
      var has = new LinkedHashMap<String, Boolean>();
      float[] found =
          judged && wish.attributes().size() < labels.size()
              ? found(model, picture)
              : new float[options.labelCount()];
      for (int i = 0; i < labels.size(); i++) {
        has.put(labels.names().get(i), found[from + i] > 0.5f);
      }
      has.putAll(wish.attributes());
      List<String> wanted =
          has.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
      return model.transform(options.labelled(set, wanted));
    };
  }

  private static int setOf(StarGan model, List<String> names) {
    List<LabelSet> sets = model.options().labels();
    Optional<LabelSet> own =
        sets.stream().filter(set -> !set.exclusive() && set.names().containsAll(names)).findFirst();
    if (own.isEmpty() || names.isEmpty()) {
      List<String> known = sets.stream().map(set -> describe(set)).toList();
      throw new UsageException(
          names.isEmpty()
              ? "Say what the pictures shall become: " + String.join("; or ", known)
              : "There is no attribute %s; the model knows %s"
                  .formatted(String.join(", ", names), String.join("; and ", known)));
    }
    return sets.indexOf(own.get());
  }

  private static String describe(LabelSet set) {
    String names = String.join(", ", set.names());
    return set.exclusive()
        ? "--domain, one of " + names
        : "--set with some of " + names + ", such as --set " + set.names().get(0) + "=1";
  }

  private static float[] found(StarGan model, Picture picture) {
    var shape = model.options().picture();
    // All of the picture, so that the aspect may change: no attribute is cut off.
    Picture seen =
        Resizer.BILINEAR.resize(
            picture.withChannels(shape.channels()), shape.height(), shape.width());
    try (NDManager scratch = NDManager.newBaseManager(model.device(), "PyTorch")) {
      return model.labelsOf(Pictures.toBatch(List.of(seen), scratch)).toFloatArray();
    }
  }

  /** What this picture goes through. */
  PictureTransform transformOf(Picture picture) {
    return transforms.apply(picture);
  }

  @Override
  public void close() {
    try {
      owner.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
