import { RegistryAccess } from '@salesforce/source-deploy-retrieve';

let known: RegistryAccess | undefined;

/** The metadata types by name. Reading them takes longer than making a whole package, so it is done once. */
export function metadataRegistry(): RegistryAccess {
  return (known ??= new RegistryAccess());
}
