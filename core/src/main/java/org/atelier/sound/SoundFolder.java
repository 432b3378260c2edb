package org.atelier.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atelier.data.ContentHash;
import org.atelier.files.FolderListing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WAV files of a folder. Only names are kept in memory; a sound is decoded at each access. */
public final class SoundFolder implements SoundSource {
  private static final Logger LOG = LoggerFactory.getLogger(SoundFolder.class);

  private final List<FolderListing.Entry> files;

  private SoundFolder(List<FolderListing.Entry> files) {
    this.files = files;
  }

  /**
   * Lists the sounds of a folder and its sub-folders at any depth, sorted by their names. Files
   * with the extension wav are sounds. Those that are hidden or in hidden or service folders
   * ({@link FolderListing#isHidden}) are left out, and a log message counts them. Symbolic links
   * are followed.
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
    FolderListing listing = FolderListing.of(folder, SoundFolder::isSound);
    String remark = listing.remark("sound");
    if (remark != null) {
      LOG.warn(remark);
    }
    if (listing.files().isEmpty()) {
      throw new IOException(
          "Expected sounds in %s, but no file there ends in .wav".formatted(folder));
    }
    return new SoundFolder(listing.files());
  }

  private static boolean isSound(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".wav");
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public Sound sound(int index) throws IOException {
    return Wav.read(files.get(index).path());
  }

  /** Returns a hash of each file by its name relative to the folder. */
  @Override
  public Map<String, String> contents() throws IOException {
    var contents = new LinkedHashMap<String, String>();
    for (FolderListing.Entry file : files) {
      contents.put(file.name(), new ContentHash().addEnd(file.path()).toString());
    }
    return contents;
  }

  /** Returns the name of the file, relative to the folder, with / between folders. */
  @Override
  public String name(int index) {
    return files.get(index).name();
  }
}
