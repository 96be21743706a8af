import { RegistryAccess } from '@salesforce/source-deploy-retrieve';

let known: RegistryAccess | undefined;

/** The metadata types by name. Loading them takes longer than building a whole package, so it is done only once. */
export function metadataRegistry(): RegistryAccess {
  return (known ??= new RegistryAccess());
}
