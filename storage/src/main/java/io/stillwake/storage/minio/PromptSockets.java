package io.stillwake.storage.minio;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that send what they are given when they are flushed, at once and in large pieces. By
 * default the second piece of a small object waits until the store acknowledges the first, which it
 * puts off for 40 ms, and a large object goes out by 8 KB for a call of the kernel.
 */
final class PromptSockets extends SocketFactory {

  private static final int PIECE = 64 * 1024;

  @Override
  public Socket createSocket() throws IOException {
    return new PromptSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  /**
   * @param from null for any
   */
  private static Socket connected(InetSocketAddress to, InetSocketAddress from) throws IOException {
    Socket socket = new PromptSocket();
    socket.bind(from);
    socket.connect(to);
    return socket;
  }

  private static final class PromptSocket extends Socket {

    private OutputStream pieces;

    PromptSocket() throws IOException {
      setTcpNoDelay(true);
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
      if (pieces == null) {
        pieces = new BufferedOutputStream(super.getOutputStream(), PIECE);
      }
      return pieces;
    }
  }
}
