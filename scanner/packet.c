#include "scanner/packet.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static gboolean send_one(int socket_fd, const PacketHeader *header, const guint8 *payload,
                         gsize length, const int *fds, gsize n_fds)
{
    PacketHeader copy = *header;
    struct iovec parts[] = {
        {&copy, sizeof copy},
        {(void *)(guintptr)payload, length},
    };
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(PACKET_FILES * sizeof(int))];
    } control = {0};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = G_N_ELEMENTS(parts)};
    if (n_fds > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
        struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message);
        cmsg->cmsg_level = SOL_SOCKET;
        cmsg->cmsg_type = SCM_RIGHTS;
        cmsg->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
        memcpy(CMSG_DATA(cmsg), fds, n_fds * sizeof(int));
    }
    ssize_t sent;
    do {
        sent = sendmsg(socket_fd, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

gboolean packet_send(int socket_fd, PacketKind kind, guint job, const void *payload, gsize length,
                     const int *fds, gsize n_fds)
{
    const guint8 *bytes = payload;
    for (;;) {
        gsize size = MIN(length, (gsize)PACKET_PAYLOAD_BYTES);
        PacketHeader header = {.kind = kind, .job = job, .more = size < length};
        if (!send_one(socket_fd, &header, bytes, size, fds, n_fds)) {
            return FALSE;
        }
        length -= size;
        if (length == 0) {
            return TRUE;
        }
        bytes += size;
        n_fds = 0;
    }
}

static void take_descriptors(struct msghdr *message, int *fds, gsize *n_fds)
{
    *n_fds = 0;
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(message); cmsg != NULL;
         cmsg = CMSG_NXTHDR(message, cmsg)) {
        if (cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS) {
            *n_fds = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            memcpy(fds, CMSG_DATA(cmsg), *n_fds * sizeof(int));
        }
    }
}

static void close_descriptors(const int *fds, gsize *n_fds)
{
    for (; fds != NULL && *n_fds > 0; --*n_fds) {
        close(fds[*n_fds - 1]);
    }
}

PacketStatus packet_receive(int socket_fd, PacketHeader *header, GByteArray *payload, int *fds,
                            gsize *n_fds)
{
    guint8 buffer[PACKET_PAYLOAD_BYTES];
    struct iovec parts[] = {{header, sizeof *header}, {buffer, sizeof buffer}};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(PACKET_FILES * sizeof(int))];
    } control;
    struct msghdr message = {
        .msg_iov = parts,
        .msg_iovlen = G_N_ELEMENTS(parts),
        .msg_control = fds != NULL ? control.bytes : NULL,
        .msg_controllen = fds != NULL ? sizeof control.bytes : 0,
    };
    ssize_t got;
    do {
        got = recvmsg(socket_fd, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return PACKET_CLOSED;
    }
    if (fds != NULL) {
        take_descriptors(&message, fds, n_fds);
    }
    if ((gsize)got < sizeof *header || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
        close_descriptors(fds, n_fds);
        return PACKET_DAMAGED;
    }
    g_byte_array_append(payload, buffer, (guint)((gsize)got - sizeof *header));
    return PACKET_RECEIVED;
}
