# The three programs, native, on a base that has bash, OpenSSL and root certificates: docs/decisions/0014-the-image.md.
#   docker build --build-arg SOURCE_COMMIT="$(git rev-parse HEAD)" --tag fleettickets .

# A release names them by digest (docs/image.md): a tag is another image tomorrow.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble

FROM $SDK_IMAGE AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends clang zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source

# Only what decides about packages, so that this layer is kept until they change. Locked: what is in packages.native.lock.json or nothing.
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json ./
COPY src/FleetTickets.Engine/FleetTickets.Engine.csproj src/FleetTickets.Engine/packages.native.lock.json src/FleetTickets.Engine/
COPY src/FleetTickets.Schema/FleetTickets.Schema.csproj src/FleetTickets.Schema/packages.native.lock.json src/FleetTickets.Schema/
COPY src/FleetTickets.Cli/FleetTickets.Cli.csproj src/FleetTickets.Cli/packages.native.lock.json src/FleetTickets.Cli/
COPY src/FleetTickets.Inc/FleetTickets.Inc.csproj src/FleetTickets.Inc/packages.native.lock.json src/FleetTickets.Inc/
COPY src/FleetTickets.Crq/FleetTickets.Crq.csproj src/FleetTickets.Crq/packages.native.lock.json src/FleetTickets.Crq/
COPY src/FleetTickets.Migrate/FleetTickets.Migrate.csproj src/FleetTickets.Migrate/packages.native.lock.json src/FleetTickets.Migrate/
RUN for program in Inc Crq Migrate; do dotnet restore --runtime linux-x64 -p:PublishAot=true src/FleetTickets.$program || exit; done

COPY .editorconfig ./
COPY migrations migrations
COPY src src
# Coolify's name for the commit; without it --version says the version alone.
ARG SOURCE_COMMIT=
RUN for program in Inc Crq Migrate; do \
      dotnet publish --configuration Release --runtime linux-x64 -p:PublishAot=true -p:SourceRevisionId=$SOURCE_COMMIT \
        --output /programs src/FleetTickets.$program || exit; \
    done

# For docs/compose.yaml alone; a build of the image passes it over where the builder is BuildKit.
FROM $SDK_IMAGE AS sample-feed
WORKDIR /source
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .editorconfig ./
COPY src src
RUN dotnet publish --configuration Release --output /sample-feed src/FleetTickets.SampleFeed
CMD ["sh", "-c", "rm -rf /feed/* && /sample-feed/sample-feed --out /feed"]

FROM $BASE_IMAGE
COPY --from=build /programs/inc /programs/crq /programs/migrate /usr/local/bin/
COPY run_ingest.sh docker/idle.sh /usr/local/bin/

ARG SOURCE_COMMIT=
# The version is that of Directory.Build.props; a test compares.
LABEL org.opencontainers.image.title="FleetTickets" \
      org.opencontainers.image.description="Loads field-service tickets from an S3-compatible bucket into PostgreSQL/PostGIS" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="$SOURCE_COMMIT"

USER $APP_UID
# That the programs start, and nothing about data: trouble with data must not fail a deploy, and --status is there for it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 \
  CMD inc --version && crq --version && migrate --version
CMD ["idle.sh"]
