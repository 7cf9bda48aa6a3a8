import io.trino.server.Server;
import java.io.IOException;

/** Starts Trino's server, whose own entry point is in no artifact. It ends with its input. The argument is its version. */
public final class Start {
  public static void main(String[] args) {
    new Thread(Start::endWithInput).start();
    new Server().start(args[0]);
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException end) {
      // the process at the other end is gone
    }
    Runtime.getRuntime().halt(0);
  }
}
