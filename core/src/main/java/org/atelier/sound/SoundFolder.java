package org.atelier.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.atelier.data.ContentHash;

/** The WAV files of a folder. Only names are kept in memory; a sound is decoded at each access. */
public final class SoundFolder implements SoundSource {
  private final Path folder;
  private final List<String> names;

  private SoundFolder(Path folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /**
   * Lists the sounds of a folder and its subfolders at any depth, sorted by their names. Files with
   * the extension wav are sounds; names that begin with a dot are skipped.
   *
   * @throws IOException if the folder is missing, cannot be listed or has no sound
   */
  public static SoundFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          Files.exists(folder)
              ? "Expected a folder of sounds, but %s is a file".formatted(folder)
              : "The folder %s does not exist".formatted(folder));
    }
    List<String> names;
    try (Stream<Path> paths = Files.walk(folder)) {
      names =
          paths.filter(SoundFolder::isSound).map(file -> relative(folder, file)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw new IOException("Cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
    if (names.isEmpty()) {
      throw new IOException(
          "Expected sounds in %s, but no file there ends in .wav".formatted(folder));
    }
    return new SoundFolder(folder, names);
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private static boolean isSound(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && name.toLowerCase(Locale.ROOT).endsWith(".wav")
        && Files.isRegularFile(file);
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Sound sound(int index) throws IOException {
    return Wav.read(folder.resolve(names.get(index)));
  }

  /** Returns a hash of each file by its name relative to the folder. */
  @Override
  public Map<String, String> contents() throws IOException {
    var contents = new LinkedHashMap<String, String>();
    for (String name : names) {
      contents.put(name, new ContentHash().addEnd(folder.resolve(name)).toString());
    }
    return contents;
  }

  /** Returns the name of the file, relative to the folder, with / between folders. */
  @Override
  public String name(int index) {
    return names.get(index);
  }
}
