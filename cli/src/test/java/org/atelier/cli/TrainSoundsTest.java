package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.random.CounterRandom;
import org.atelier.sound.Sound;
import org.atelier.sound.Wav;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainSoundsTest {
  /** A second: 64 frames, 256 samples apart. */
  private static final int SAMPLES = 63 * 256;

  @TempDir Path temp;

  private Path run;
  private Path wav;
  private Path png;

  @BeforeEach
  void files() throws IOException {
    run = temp.resolve("run");
    wav = temp.resolve("in.wav");
    png = temp.resolve("in.png");
    Wav.write(noise(1, 44_100, 30_000), wav);
    Pictures.write(new Picture(3, 40, 30, new float[3600]), png);
  }

  @Test
  void help_leaves_nothing_open() {
    var help = atelier("train", "sounds", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("--sounds", "--category", "(default: 3000)")
        .containsIgnoringWhitespaces("a multiple of 16 (default: 32)")
        .containsIgnoringWhitespaces("from 0.01 to 0.5 (default: 150)")
        .doesNotContain("bundle:");
    assertThat(atelier("translate-sound", "--help").out()).contains("IN.wav OUT.png");
  }

  @Test
  void learns_draws_plays_measures_and_goes_on() throws IOException {
    var trained = train();

    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .contains("sounds on 121 sounds and the embedded noto (Smileys & Emotion): 166 pictures")
        .contains("at spectrograms of 64×64 and pictures of 16×16 RGB, CPU, float32")
        .containsPattern("Cycle of sounds: mean absolute error \\d+\\.\\d dB .* of 121 nearest")
        .containsPattern(
            "Cycle of pictures: mean absolute error \\d.* of 166 nearest.* 8 through a WAV: \\d")
        .contains("./atelier translate-sound --model " + run + " in.wav out.png")
        .doesNotContain("./atelier sample");
    Picture grid = Pictures.read(run.resolve("samples/step-000002.png"));
    assertThat(grid.width()).isEqualTo(8 * 66 + 2);
    assertThat(grid.height()).isEqualTo(6 * 66 + 2);
    assertThat(run.resolve("sounds")).isDirectoryContaining("glob:**000000-grinning-face-noto.wav");
    Sound played = Wav.read(run.resolve("sounds/step-000002-grinning-face-noto.wav"));
    assertThat(played.samples()).hasSize(SAMPLES);
    assertThat(played.sampleRate()).isEqualTo(16_000);

    var other = atelier("train", "sounds", "--resume", run, "--category", "Activities");
    assertThat(other.err())
        .hasLineCount(1)
        .contains("--category Activities differs from the run in");
    assertThat(other.code()).isEqualTo(2);
    var wrong = atelier("train", "dcgan", "--resume", run);
    assertThat(wrong.err()).hasLineCount(1);
    assertThat(wrong.code()).isEqualTo(2);

    refused(atelier("train", "discogan", "--resume", run), "./atelier train sounds --resume");
    refused(
        atelier(
            "translate", "--model", run, run.resolve("samples/step-000002.png"), run + "/out.png"),
        "./atelier translate-sound");
    var resumed = atelier("train", "sounds", "--resume", run, "--steps", 3);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains("Resuming sounds", "after step 3");
    assertThat(run.resolve("sounds/step-000003-grinning-face-noto.wav")).exists();
    assertThat(run.resolve("sounds/step-000002-grinning-face-noto.wav")).exists();
  }

  @Test
  void learns_from_folders_and_translates_both_ways() throws IOException {
    Path sounds = Files.createDirectory(temp.resolve("wav"));
    Path pictures = Files.createDirectory(temp.resolve("png"));
    for (int i = 0; i < 3; i++) {
      Wav.write(noise(i, 16_000, 3000 + i), sounds.resolve(i + ".wav"));
      Pictures.write(new Picture(1, 20, 20, new float[400]), pictures.resolve("no " + i + ".png"));
    }
    var trained = train("--sounds", sounds, "--data", pictures, "--health", "rollback");
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out()).contains("sounds on 3 sounds in " + sounds + " and " + pictures);

    Path picture = temp.resolve("out.png");
    Path spectrogram = temp.resolve("seen.png");
    var seen = translate(wav, picture, "--spectrogram", spectrogram);
    assertThat(seen.err()).isEmpty();
    assertThat(seen.code()).isZero();
    assertThat(seen.out())
        .contains("16×16 pixels, made of the first 0.68 of 0.68 seconds")
        .hasLineCount(1);
    assertThat(Pictures.read(picture).channels()).isEqualTo(3);
    assertThat(Pictures.read(spectrogram).height()).isEqualTo(64);

    Path sound = temp.resolve("out.wav");
    var played = translate(png, sound, "--seed", 3);
    assertThat(played.err()).isEmpty();
    assertThat(played.out()).contains("1.01 seconds at 16000 Hz");
    byte[] first = Files.readAllBytes(sound);
    assertThat(Wav.read(sound).samples()).hasSize(SAMPLES);
    translate(png, sound, "--seed", 3);
    assertThat(Files.readAllBytes(sound)).isEqualTo(first);
    translate(png, sound, "--seed", 4);
    assertThat(Files.readAllBytes(sound)).isNotEqualTo(first);

    Path dreamt = temp.resolve("dreamt.wav");
    var dream =
        atelier("dream-sound", wav, dreamt, "--model", run, "--steps", 2, "--channel", "0,1");
    assertThat(dream.err()).isEmpty();
    assertThat(dream.out()).contains("dream 2/2", "1.01 seconds at 16000 Hz");
    assertThat(Wav.read(dreamt).samples()).hasSize(SAMPLES);
    refused(
        atelier("dream-sound", wav, dreamt, "--model", run, "--layer", "main.99"),
        "There is no layer \"main.99\" in generator_B. The most similar names are main.9,");

    Files.delete(picture);
    Path broken = Files.writeString(temp.resolve("broken.wav"), "RIFF, or so it says");
    refused(translate(broken, picture), "broken.wav: expected a WAV file");
    refused(
        translate(temp.resolve("none.wav"), picture),
        "IN expects a WAV file, but there is no file");
    Path text = Files.writeString(temp.resolve("broken.png"), "no picture");
    refused(translate(text, temp.resolve("new.wav")), "broken.png");
    refused(translate(wav, temp.resolve("new.wav")), "OUT expects a name that ends with .png");
    refused(translate(png, picture), "OUT expects a name that ends with .wav");
    refused(translate(wav, temp.resolve("no/out.png")), "create it first");
    refused(translate(wav, picture, "--rounds", 0), "--rounds must be from 1 to 10000, but was 0");
    refused(translate(wav, picture, "--spectrogram", sound), "--spectrogram expects a name");
    assertThat(picture).doesNotExist();
    assertThat(temp.resolve("new.wav")).doesNotExist();
  }

  @Test
  void translates_by_no_other_model() {
    Path dcgan = temp.resolve("dcgan");
    CommandLineRun.trainTiny(dcgan, "--steps", 1);
    run = dcgan;
    refused(translate(wav, temp.resolve("out.png")), "expects a run of ./atelier train sounds");
    refused(atelier("train", "sounds", "--resume", dcgan), "./atelier train dcgan --resume");
    run = temp.resolve("nowhere");
    refused(translate(wav, temp.resolve("out.png")), "nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sounds|no-such-folder|--sounds expects a folder of WAV files, but there is no folder no-such-folder",
        "--sounds|pom.xml|pom.xml is a file",
        "--sounds|src|src, but no file there ends in .wav",
        "--category|Trumpets|Unknown category 'Trumpets': expected one of [Smileys & Emotion,",
        "--image-size|30|--image-size 30: height and width of domain B must be multiples of 16, but were 30 and 30",
        "--image-size|96|Expected pictures of at least 96×96 pixels, but GRINNING FACE (noto) has 64×64",
        "--filters|0|--filters must be at least 1, but was 0",
        "--switch-at|-1|--switch-at must be at least 0, but was -1",
        "--learning-rate|0|--learning-rate must be above 0, but was 0",
        "--batch-size|500|Expected at least one batch of pictures, 500, but",
        "--data|no-such-folder|there is no no-such-folder; ./atelier list names the sets",
      })
  void refuses_bad_options(String option, String value, String sentence) {
    refused(atelier("train", "sounds", "--out", run, option, value), sentence);
    assertThat(run).doesNotExist();
  }

  @Test
  void refuses_a_category_of_what_has_none_and_a_folder_with_a_broken_sound() throws IOException {
    refused(train("--data", "faces", "--category", "smiling"), "has no categories; leave it out");
    Path sounds = Files.createDirectory(temp.resolve("wav"));
    Wav.write(noise(1, 16_000, 3000), sounds.resolve("0.wav"));
    Files.write(sounds.resolve("1.wav"), new byte[0]);
    refused(
        train("--sounds", sounds, "--on-bad-picture", "fail"),
        "1.wav: expected a WAV file, but it is empty");
    assertThat(run).doesNotExist();
  }

  private static void refused(CommandLineRun refused, String sentence) {
    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
  }

  private CommandLineRun translate(Path in, Path out, Object... more) {
    var arguments = new ArrayList<Object>(List.of("translate-sound", "--model", run, in, out));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }

  private CommandLineRun train(Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of("train", "sounds", "--out", run, "--device", "cpu", "--filters", 2));
    arguments.addAll(List.of("--image-size", 16, "--batch-size", 3, "--steps", 2));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }

  private static Sound noise(long seed, int rate, int length) {
    float[] samples = CounterRandom.of(seed).gaussians(length);
    for (int i = 0; i < length; i++) {
      samples[i] *= 0.1f;
    }
    return new Sound(rate, samples);
  }
}
