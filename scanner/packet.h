#ifndef DAICHO_SCANNER_PACKET_H
#define DAICHO_SCANNER_PACKET_H

#include <glib.h>

/*
 * What parent and worker say to each other over a SOCK_SEQPACKET pair. A batch carries for each
 * of its jobs an ExtractSlice and the path, ended by NUL, and as many descriptors. An answer longer than one packet comes in
 * pieces, all but the last with more set.
 */
typedef enum {
    PACKET_BATCH,   /* parent: read these */
    PACKET_KNOWN,   /* parent: that content was read before */
    PACKET_UNKNOWN, /* parent: it was not */
    PACKET_BEGUN,   /* worker: it has the batch, and is at the first job */
    PACKET_SEEN,    /* worker: asks after a digest */
    PACKET_ITEMS, /* worker: the items of this job and some behind it, as message.h has them, each behind its length */
    PACKET_SLICE, /* worker: those of a slice, behind its ExtractSum and its columns */
    PACKET_PLAN,  /* worker: the slices that a file may be read in */
    PACKET_PARCEL, /* worker: a descriptor, and how many items (guint64) of this job come before it */
} PacketKind;

typedef struct {
    guint32 kind;
    guint32 job; /* index in the batch */
    guint32 more;
} PacketHeader;

enum {
    PACKET_FILES = 64,           /* descriptors in a batch */
    PACKET_PAYLOAD_BYTES = 65536 /* of one packet */
};

/* Sends payload, in pieces if it is long. FALSE with errno when the other side is gone. */
gboolean packet_send(int socket_fd, PacketKind kind, guint job, const void *payload, gsize length,
                     const int *fds, gsize n_fds);

typedef enum { PACKET_RECEIVED, PACKET_CLOSED, PACKET_DAMAGED } PacketStatus;

/* Receives one packet; its payload is appended. fds has room for PACKET_FILES; *n_fds is 0 when
 * none came, or the packet is damaged. */
PacketStatus packet_receive(int socket_fd, PacketHeader *header, GByteArray *payload, int *fds,
                            gsize *n_fds);

#endif
