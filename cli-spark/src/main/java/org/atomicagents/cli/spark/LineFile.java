package org.atomicagents.cli.spark;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Files by their path or their URI. Paths are those of a file system that is mounted on all
 * machines; URIs such as {@code hdfs://} and {@code s3a://} are read by Hadoop's file systems.
 */
final class LineFile {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]{1,20}://.*");

  private LineFile() {}

  /** Returns whether a text is a URI and no path. */
  static boolean isUri(String text) {
    return SCHEME.matcher(text).matches();
  }

  /** Returns the path of Hadoop for a path or a URI. */
  static org.apache.hadoop.fs.Path hadoopPath(String text) {
    // Hadoop's own constructor accepts spaces in URIs.
    return isUri(text)
        ? new org.apache.hadoop.fs.Path(text)
        : new org.apache.hadoop.fs.Path(Path.of(text).toAbsolutePath().toUri());
  }

  /** Returns the content of a file. */
  static InputStream open(String text) throws IOException {
    if (!isUri(text)) {
      Path file = Path.of(text);
      if (Files.isDirectory(file)) {
        throw new IOException("it is a directory");
      }
      return new FileInputStream(file.toFile());
    }
    return fileSystem(text).open(hadoopPath(text));
  }

  /** Returns the content of a part of a file. */
  static InputStream open(String text, LineSplit split) throws IOException {
    InputStream in = open(text);
    try {
      if (in instanceof FSDataInputStream seekable) {
        seekable.seek(split.start());
      } else {
        in.skipNBytes(split.start());
      }
    } catch (IOException | RuntimeException | Error e) {
      in.close();
      throw e;
    }
    return new BoundedStream(in, split.end() - split.start());
  }

  /** Returns the file system of a path or a URI, which Hadoop closes. */
  static FileSystem fileSystem(String text) throws IOException {
    SparkEnv spark = SparkEnv.get();
    Configuration configuration =
        spark == null ? new Configuration() : SparkHadoopUtil.get().newConfiguration(spark.conf());
    return hadoopPath(text).getFileSystem(configuration);
  }
}
