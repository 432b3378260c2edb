package org.atelier.cli.train.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.EmbeddedSet;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.cli.run.RunSettings;
import org.atelier.cli.train.PictureOptions;
import org.atelier.cli.train.TrainingSource;
import org.atelier.cli.translate.SoundTranslation;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.Sounds;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.sound.LogMel;
import org.atelier.sound.SoundFolder;
import org.atelier.sound.SoundSource;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.Domain;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.jspecify.annotations.Nullable;

/** Unpaired training data of sounds (domain A) and pictures (domain B). */
public final class SoundsAndPictures implements TrainingSource<DiscoGanOptions, UnpairedImages> {
  /** What a run saves for the embedded sounds, in place of a folder. */
  static final String EMBEDDED = "embedded";

  /** The value of {@code --category} for all emoji. */
  static final String ALL = "all";

  /** The name under which a run saves the category. */
  static final String CATEGORY = "category";

  private final SoundSource sounds;
  private final String soundsTitle;
  private final TrainingPictures pictures;
  private @Nullable PictureSource spectrograms;

  private SoundsAndPictures(SoundSource sounds, String soundsTitle, TrainingPictures pictures) {
    this.sounds = sounds;
    this.soundsTitle = soundsTitle;
    this.pictures = pictures;
  }

  /**
   * Finds the sounds and the pictures.
   *
   * @param sounds {@link #EMBEDDED} or a folder of WAV files
   * @param data an embedded set or a folder of pictures
   * @param category the category of emoji, or {@link #ALL}; null for no selection
   * @param bad the reaction to sounds and pictures that cannot be read
   */
  static SoundsAndPictures open(
      String sounds, String data, @Nullable String category, BadPictureChoice bad)
      throws IOException {
    boolean embedded = sounds.equals(EMBEDDED);
    SoundSource found = embedded ? Sounds.embedded() : SoundFolder.open(Path.of(sounds));
    String title = found.size() + " sounds" + (embedded ? "" : " in " + sounds);
    return new SoundsAndPictures(
        found, title, chosen(TrainingPictures.open(data), category).withBad(bad));
  }

  private static TrainingPictures chosen(TrainingPictures found, @Nullable String category) {
    if (category == null) {
      return found;
    }
    if (!(found.source() instanceof Emoji emoji)) {
      throw new UsageException(
          "--category expects a set of emoji, such as --data noto, but %s has no categories; leave it out"
              .formatted(found.title()));
    }
    if (category.equals(ALL)) {
      return found;
    }
    return new TrainingPictures(
        "%s (%s)".formatted(found.title(), category),
        found.location(),
        emoji.withCategory(category),
        found.scalable());
  }

  @Override
  public String title() {
    return "%s and %s".formatted(soundsTitle, pictures.title());
  }

  @Override
  public String location() {
    return pictures.location();
  }

  @Override
  public int size() {
    return Math.max(sounds.size(), pictures.source().size());
  }

  @Override
  public DiscoGanOptions fit(DiscoGanOptions options) {
    return options;
  }

  @Override
  public TrainingData<UnpairedImages> data(DiscoGanOptions options, TrainingOptions training)
      throws IOException {
    var logMel = new LogMel(SoundTranslation.logMelOf(options));
    BadPictureChoice bad = pictures.bad();
    PictureSource seen =
        bad == BadPictureChoice.FAIL
            ? sounds.spectrograms(logMel)
            : sounds.spectrogramsOfReadable(logMel);
    bad.check(seen.size(), seen.size(), seen::picture);
    spectrograms = seen;
    var grey =
        ImageOptions.defaults()
            .withChannels(1)
            .withHeight(options.domains().a().height())
            .withWidth(options.domains().a().width());
    return UnpairedImages.of(seen.images(grey), pictures.images(shape(options.domains().b())));
  }

  private static PictureShape shape(Domain domain) {
    return new PictureShape(domain.channels(), domain.height(), domain.width());
  }

  @Override
  public String describe(DiscoGanOptions options) {
    return "spectrograms of %s×%s and pictures of %s"
        .formatted(
            options.domains().a().width(),
            options.domains().a().height(),
            PictureOptions.describe(shape(options.domains().b())));
  }

  /** Up to {@code most} evenly spaced spectrograms; call {@link #data} first. */
  List<Picture> someSpectrograms(int most) throws IOException {
    if (spectrograms == null) {
      throw new IllegalStateException("call data first");
    }
    return some(spectrograms, most);
  }

  /** Up to {@code most} evenly spaced pictures, in the model's shape. */
  List<Picture> somePictures(int most, SoundTranslation translation) throws IOException {
    return some(pictures.source(), most).stream().map(translation::fitted).toList();
  }

  /** The names of the pictures that {@link #somePictures} chooses. */
  List<String> pictureNames(int most) {
    PictureSource source = pictures.source();
    return indices(source, most).mapToObj(source::name).toList();
  }

  private List<Picture> some(PictureSource source, int most) throws IOException {
    var chosen = new ArrayList<Picture>();
    for (int index : indices(source, most).toArray()) {
      chosen.add(source.picture(pictures.bad().readable(source, index)));
    }
    return chosen;
  }

  private static IntStream indices(PictureSource source, int most) {
    int count = Math.min(most, source.size());
    return IntStream.range(0, count).map(i -> (int) ((long) i * source.size() / count));
  }

  /**
   * The settings that a resumed run needs besides the location of the pictures.
   *
   * @param saved the settings of the run that is resumed; empty for a new run
   * @param sounds the value of {@code --sounds}; null if not given
   * @param category the value of {@code --category}; null if not given
   */
  static Map<String, String> kept(
      Map<String, String> saved, @Nullable String sounds, @Nullable String category) {
    var kept = new LinkedHashMap<String, String>(saved);
    if (EMBEDDED.equals(sounds)) {
      kept.put(RunSettings.SOUNDS, EMBEDDED);
    } else if (sounds != null) {
      kept.put(RunSettings.SOUNDS, PathArgument.of(sounds).toAbsolutePath().normalize().toString());
    }
    kept.putIfAbsent(RunSettings.SOUNDS, EMBEDDED);
    if (category != null) {
      kept.put(CATEGORY, category);
    }
    return kept;
  }

  /** Whether {@code --data} names a set of emoji. */
  static boolean areEmoji(String data) {
    return EmbeddedSet.named(data).filter(set -> set.source() instanceof Emoji).isPresent();
  }
}
