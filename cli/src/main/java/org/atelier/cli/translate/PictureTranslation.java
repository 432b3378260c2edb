package org.atelier.cli.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.atelier.cli.command.UsageException;
import org.atelier.image.PictureRegions;
import org.atelier.image.PictureTransform;
import org.atelier.model.GenerativeModel;
import org.atelier.model.capability.AttributeEditing;
import org.atelier.model.capability.Translating;
import org.atelier.translation.style.adain.AdaIn;
import org.jspecify.annotations.Nullable;

/** The translation that {@code ./atelier translate} applies to pictures; owns its model. */
public final class PictureTranslation implements AutoCloseable {
  /**
   * The target of a translation.
   *
   * @param backwards whether to translate from B to A
   * @param domain the target domain; null if not given
   * @param attributes attributes to add (true) or to remove (false)
   */
  record TranslationRequest(
      boolean backwards, @Nullable String domain, Map<String, Boolean> attributes) {
    private void requireNoLabels(String model) {
      if (domain != null || !attributes.isEmpty()) {
        throw new UsageException(
            "--domain and --set expect a StarGAN, but this is %s; leave them out".formatted(model));
      }
    }

    private void requireForwards(String model) {
      if (backwards) {
        throw new UsageException(
            "--direction b2a expects a model that translates both ways, but this is %s; leave it out"
                .formatted(model));
      }
    }
  }

  private final Function<PictureRegions, PictureTransform> transforms;
  private final AutoCloseable owner;
  private final Optional<String> remark;

  private PictureTranslation(
      Function<PictureRegions, PictureTransform> transforms, AutoCloseable owner) {
    this(transforms, owner, Optional.empty());
  }

  private PictureTranslation(
      Function<PictureRegions, PictureTransform> transforms,
      AutoCloseable owner,
      Optional<String> remark) {
    this.transforms = transforms;
    this.owner = owner;
    this.remark = remark;
  }

  /** Returns this translation, which takes its model along, with a sentence for the user. */
  PictureTranslation withRemark(Optional<String> remark) {
    return new PictureTranslation(transforms, owner, remark);
  }

  /** A sentence for the user about the model, such as what of its file is not used. */
  Optional<String> remark() {
    return remark;
  }

  /** A translation that applies one transform to every picture. */
  static PictureTranslation of(
      PictureTransform transform, AutoCloseable owner, TranslationRequest request) {
    request.requireNoLabels("another generator");
    request.requireForwards("one generator");
    return new PictureTranslation(picture -> transform, owner);
  }

  /**
   * The translation of a trained model, which it owns.
   *
   * @param title the model's name in messages
   * @throws UsageException if the model does not translate pictures, or not to this target
   */
  static PictureTranslation of(GenerativeModel<?> model, String title, TranslationRequest request) {
    List<String> targets =
        model instanceof Translating translating ? translating.targetDomains() : List.of();
    List<String> attributes =
        model instanceof AttributeEditing editing ? editing.attributes() : List.of();
    if (model instanceof AdaIn) {
      throw new UsageException(
          "Expected a model that translates pictures, but %s takes a picture for the style besides; use ./atelier stylize"
              .formatted(title));
    }
    if (targets.isEmpty() && attributes.isEmpty()) {
      throw new UsageException(
          "Expected a model that translates pictures, such as pix2pix, cyclegan, discogan, stargan or fast-style, but %s generates pictures from latents; use ./atelier sample"
              .formatted(title));
    }
    if (model instanceof AttributeEditing || targets.size() != 2) {
      request.requireForwards(title);
    }
    if (request.domain() != null && !request.attributes().isEmpty()) {
      throw new UsageException("Expected --domain or --set, but got both; leave one out");
    }
    if (request.domain() != null) {
      return new PictureTranslation(to(request.domain(), model, title), model);
    }
    if (!request.attributes().isEmpty()) {
      return new PictureTranslation(with(request.attributes(), model, title), model);
    }
    if (model instanceof AttributeEditing) {
      throw new UsageException(
          "Choose the target of the translation: " + choices(targets, attributes));
    }
    return new PictureTranslation(
        to(targets.get(request.backwards() ? 1 : 0), model, title), model);
  }

  private static Function<PictureRegions, PictureTransform> to(
      String domain, GenerativeModel<?> model, String title) {
    if (!(model instanceof Translating translating) || translating.targetDomains().isEmpty()) {
      throw new UsageException(
          "--domain expects a model of several domains, but this is %s; leave it out"
              .formatted(title));
    }
    PictureTransform transform = UsageException.unless(() -> translating.translationTo(domain));
    return picture -> transform;
  }

  private static Function<PictureRegions, PictureTransform> with(
      Map<String, Boolean> wanted, GenerativeModel<?> model, String title) {
    if (!(model instanceof AttributeEditing editing) || editing.attributes().isEmpty()) {
      throw new UsageException(
          "--set expects a model of attributes, but this is %s; leave it out".formatted(title));
    }
    List<String> unknown =
        wanted.keySet().stream().filter(name -> !editing.attributes().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "There is no attribute %s; the model has %s"
              .formatted(String.join(", ", unknown), choices(List.of(), editing.attributes())));
    }
    return picture -> editing.editing(picture, wanted);
  }

  private static String choices(List<String> domains, List<String> attributes) {
    var choices = new ArrayList<String>();
    if (!domains.isEmpty()) {
      choices.add("--domain, one of " + String.join(", ", domains));
    }
    if (!attributes.isEmpty()) {
      choices.add(
          "--set with some of %s, such as --set %s=1"
              .formatted(String.join(", ", attributes), attributes.get(0)));
    }
    return String.join("; or ", choices);
  }

  /** The transform of this picture. */
  PictureTransform transformOf(PictureRegions picture) {
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
