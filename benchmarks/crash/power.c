/*
 * Keeps beside each database what a power cut would leave of it: after every sync of a file under
 * CRASH_DATA, the bytes written to it since the last one are copied to its image in CRASH_IMAGES.
 * Loaded into the line with LD_PRELOAD; who cuts the power lays the images in place of the files.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 1024

/* What was written through a descriptor since its file was synced last: nothing when from >= to. */
static struct { off_t from, to; } unsynced[FILES];

static void wrote(int fd, off_t at, ssize_t count) {
    if (fd < 0 || fd >= FILES || count <= 0) return;
    if (unsynced[fd].from >= unsynced[fd].to) unsynced[fd].from = at, unsynced[fd].to = at;
    if (at < unsynced[fd].from) unsynced[fd].from = at;
    if (at + count > unsynced[fd].to) unsynced[fd].to = at + count;
}

static int image_of(int fd) {
    char link[64], path[PATH_MAX], image[PATH_MAX];
    const char *data = getenv("CRASH_DATA"), *images = getenv("CRASH_IMAGES");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (!data || !images || length < 0) return -1;
    path[length] = 0;
    size_t under = strlen(data);
    if (strncmp(path, data, under) || path[under] != '/' || strchr(path + under + 1, '/')) return -1;
    snprintf(image, sizeof image, "%s/%s", images, path + under + 1);
    return open(image, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

/* Gives -1, as a sync that failed does, when the image cannot be kept: the disk is full there too. */
static int synced(int fd) {
    struct stat now;
    char block[65536];
    int failed = 0, image = fd >= 0 && fd < FILES ? image_of(fd) : -1;
    if (image < 0) return 0;
    for (off_t at = unsynced[fd].from; at < unsynced[fd].to;) {
        size_t left = (size_t)(unsynced[fd].to - at);
        ssize_t got = pread(fd, block, left < sizeof block ? left : sizeof block, at);
        if (got <= 0) break;
        ssize_t (*write_at)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite64");
        failed |= write_at(image, block, (size_t)got, at) != got;
        at += got;
    }
    failed |= fstat(fd, &now) != 0 || ftruncate(image, now.st_size) != 0;
    close(image);
    if (failed) {
        errno = EIO;
        return -1;
    }
    unsynced[fd].from = unsynced[fd].to = 0;
    return 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) {
    ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite64");
    ssize_t done = next(fd, bytes, count, at);
    wrote(fd, at, done);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return pwrite64(fd, bytes, count, at);
}

int fsync(int fd) {
    int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
    return next(fd) == 0 ? synced(fd) : -1;
}

int fdatasync(int fd) {
    int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return next(fd) == 0 ? synced(fd) : -1;
}
